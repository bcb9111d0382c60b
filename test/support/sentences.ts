import { parse } from "@babel/parser";

type Node = { type: string; [key: string]: unknown };

/** Attributes and properties whose strings nobody reads: names for machines, and styles. */
const unread =
  /^(?:class(?:Name)?|style|font\w*|padding\w*|margin\w*|border\w*|content|rel|type|id|key|name|href|src|d|viewBox|aria-(?:labelledby|describedby)|as|lang|dir|role|method|action|width|height|align|valign)$/i;

/**
 * What somebody would read in a module: text between tags of JSX, and strings and templates of two words or more, not
 * those of imports, types, comparisons, errors, log lines, styles and machine-read attributes.
 */
export function sentencesIn(code: string): string[] {
  const found: string[] = [];
  visit(parse(code, { sourceType: "module", plugins: ["typescript", "jsx"] }).program as unknown as Node);
  return found;

  function visit(node: Node): void {
    switch (node.type) {
      case "ImportDeclaration":
      case "ExportAllDeclaration":
      case "ThrowStatement":
      case "SwitchCase":
        if (node.type === "SwitchCase") for (const child of node.consequent as Node[]) visit(child);
        return;
      case "JSXAttribute":
      case "ObjectProperty":
        if (unread.test(nameOf(node))) return;
        if (node.value) visit(node.value as Node);
        return;
      case "BinaryExpression":
        if (/^[!=]==?$/.test(String(node.operator))) return;
        break;
      case "VariableDeclarator":
        if (/Style$/.test(identifierOf(node.id as Node))) return;
        break;
      case "CallExpression":
        if (isLogLine(node.callee as Node)) return;
        break;
      case "JSXText":
        note(String(node.value), /\p{L}{2}/u);
        return;
      case "StringLiteral":
        note(String(node.value), sentence);
        return;
      case "TemplateLiteral":
        note(
          (node.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join("…"),
          sentence,
        );
        break;
    }
    if (
      node.type.startsWith("TS") &&
      !/^TS(?:AsExpression|SatisfiesExpression|NonNullExpression)$/.test(node.type)
    )
      return;
    for (const [name, value] of Object.entries(node)) {
      if (name === "typeAnnotation" || name === "loc") continue;
      for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) visit(child);
    }
  }

  function note(text: string, pattern: RegExp): void {
    const words = text.replaceAll(/\s+/g, " ").trim();
    if (pattern.test(words)) found.push(words);
  }
}

/** A word that goes on after a space, and that is no address, measure or selector. */
const sentence = /^(?!https?:|\.|@|\[|#|\d+px )(?=.*\p{L}{2})[^{}<>]*\p{L}[\p{L}’']* (?:…|[\p{L}\d])/u;

function nameOf(node: Node): string {
  const { name, value } = (node.key ?? node.name) as { name?: unknown; value?: unknown };
  return String(name ?? value);
}

/** `log.error(...)`, also of `ctx.log`. */
function isLogLine(callee: Node): boolean {
  if (callee.type !== "MemberExpression") return false;
  const object = callee.object as Node;
  return identifierOf(object.type === "MemberExpression" ? (object.property as Node) : object) === "log";
}

function identifierOf({ type, name }: Node): string {
  return type === "Identifier" ? String(name) : "";
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
