// React Email's parts, all from the one collection that mails are built with. Templates import them from here,
// so that this list shows what is used; docs/decisions/0009-react-email-components.md says why Preview, Hr and
// Font are not in it.
export {
  Body,
  Button,
  Column,
  Container,
  Head,
  Heading,
  Html,
  Img,
  Link,
  Row,
  Section,
  Text,
} from "@react-email/components";
