// The one place that says where React Email's components come from. Each has its package: the collection
// `@react-email/components` loads a second's worth of others, at every start of every command.
export { Head } from "@react-email/head";
export { Heading } from "@react-email/heading";
export { Html } from "@react-email/html";
export { Text } from "@react-email/text";
