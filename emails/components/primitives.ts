// The one place that says where React Email's components come from.
export {
  Body,
  Button,
  Head,
  Heading,
  Html,
  Link,
  Section,
  Text,
} from "@react-email/components";
