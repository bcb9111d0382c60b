type EmailFieldProps = {
  id: string;
  label: string;
  value: string | undefined;
  isWrong: boolean;
  /** Id of what says why it is wrong, or what is asked for. */
  describedBy: string | undefined;
  placeholder?: string;
};

/** A field for an email address. Not `type=email`, which refuses addresses in other alphabets; `inputMode` brings the keyboard. */
export function EmailField({ id, label, value, isWrong, describedBy, placeholder }: EmailFieldProps) {
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        name="email"
        type="text"
        inputMode="email"
        autoComplete="email"
        autoCapitalize="none"
        spellCheck={false}
        required
        maxLength={254}
        placeholder={placeholder}
        defaultValue={value}
        aria-invalid={isWrong ? true : undefined}
        aria-describedby={describedBy}
      />
    </>
  );
}
