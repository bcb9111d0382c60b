/** What an invented lab calls itself and looks like, beside its logo. */
export const labBrand = {
  name: "Fjord Lab Papers",
  tagline: "What our reading group should know this morning",
  accent: "#0f766e",
  footerText: "Fjord Lab, an invented institute\nQuestions: ask the reading group",
} as const;
