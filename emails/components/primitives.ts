// The one place that says where React Email's components come from. These packages are what the collection
// `@react-email/components` is made of (a test holds them to its very versions); loaded whole, it would bring
// half a second's worth of others into every start of every command.
export { Head } from "@react-email/head";
export { Heading } from "@react-email/heading";
export { Html } from "@react-email/html";
export { Text } from "@react-email/text";
