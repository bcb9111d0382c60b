// The one place that says where React Email's components come from.
export { Button, Head, Heading, Html, Text } from "@react-email/components";
