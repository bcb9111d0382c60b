-- The numbers of the papers that a mail showed, as before. It is asked for each mail that is settled, and took two thirds
-- of the time of that: nearly every choice is plain lists of places without escapes, of which each part is read once and
-- nothing can fail. Only another one is read in a block that catches, which costs a transaction of its own.
CREATE OR REPLACE FUNCTION paperboy_shown_numbers(numbers integer[], choice json) RETURNS integer[] LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  shown text;
  gone text;
BEGIN
  IF strpos(choice::text, '\u') = 0 AND json_typeof(choice) = 'object' THEN
    SELECT concat_ws(',', nullif(translate(c."forYou"::text, '[] ', ''), ''), nullif(translate(c."top"::text, '[] ', ''), ''),
        nullif(translate(c."late"::text, '[] ', ''), '')),
      coalesce(translate(c."leftOut"::text, '[] ', ''), '')
    INTO shown, gone
    FROM json_to_record(choice) AS c("forYou" json, "top" json, "late" json, "leftOut" json)
    WHERE coalesce(c."forYou"::text, '[]') ~ '^\[[0-9, ]*\]$' AND coalesce(c."top"::text, '[]') ~ '^\[[0-9, ]*\]$'
      AND coalesce(c."late"::text, '[]') ~ '^\[[0-9, ]*\]$' AND coalesce(c."leftOut"::text, '[]') ~ '^\[[0-9, ]*\]$';
    IF shown ~ '^([0-9]{1,4}(,[0-9]{1,4})*)?$' AND gone ~ '^([0-9]{1,4}(,[0-9]{1,4})*)?$' THEN
      RETURN (SELECT coalesce(array_agg(numbers[place + 1]) FILTER (WHERE numbers[place + 1] IS NOT NULL), '{}')
        FROM unnest(string_to_array(shown, ',')::integer[]) AS place
        WHERE place <> ALL (string_to_array(gone, ',')::integer[]));
    END IF;
  END IF;
  BEGIN
    RETURN (SELECT coalesce(array_agg(numbers[p.place::integer + 1]) FILTER (WHERE numbers[p.place::integer + 1] IS NOT NULL), '{}')
    FROM (VALUES ('forYou'), ('top'), ('late')) AS s(section)
    CROSS JOIN LATERAL json_array_elements_text(
      CASE WHEN json_typeof(choice -> s.section) = 'array' THEN choice -> s.section ELSE '[]' END) AS p(place)
    WHERE p.place ~ '^[0-9]{1,4}$' AND NOT EXISTS (
      SELECT FROM json_array_elements_text(
        CASE WHEN json_typeof(choice -> 'leftOut') = 'array' THEN choice -> 'leftOut' ELSE '[]' END) AS o(place)
      WHERE o.place = p.place));
  EXCEPTION WHEN data_exception THEN
    RETURN '{}';
  END;
END $$;
