package server

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/watsrun/watsrun/server/odata"
)

// headerRow is a row on its way to JSON: an object without its closing brace.
type headerRow struct {
	id   int64
	json []byte
}

// listOf closes the rows and makes a JSON list of them.
func listOf(rows []headerRow) json.RawMessage {
	b := []byte{'['}
	for i, row := range rows {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(b, row.json...), '}')
	}
	return append(b, ']')
}

// appendObject writes the columns as a JSON object without its closing brace.
func appendObject(b []byte, columns []column, values []any) []byte {
	b = append(b, '{')
	for i, c := range columns {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '"')
		b = append(b, c.Name...)
		b = append(b, '"', ':')
		b = c.appendValue(b, values[i])
	}
	return b
}

// appendValue writes a value of the database as JSON.
func (c column) appendValue(b []byte, value any) []byte {
	switch v := value.(type) {
	case nil:
		return append(b, "null"...)
	case int64:
		switch c.Kind {
		case odata.Bool:
			return strconv.AppendBool(b, v != 0)
		case odata.Time:
			b = append(b, '"')
			b = time.Unix(0, v).UTC().AppendFormat(b, time.RFC3339Nano)
			return append(b, '"')
		}
		return strconv.AppendInt(b, v, 10)
	case float64:
		return appendJSON(b, v)
	case string:
		return appendText(b, v)
	}
	return appendText(b, fmt.Sprint(value))
}

// appendText writes a text, which in most rows needs nothing but its quotes.
func appendText(b []byte, text string) []byte {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return appendJSON(b, text)
		}
	}
	b = append(b, '"')
	b = append(b, text...)
	return append(b, '"')
}

// appendJSON writes any text or number. Infinite numbers and NaN become text, as WATS writes them.
func appendJSON(b []byte, v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Appendf(b, "%q", strings.NewReplacer("+Inf", "Infinity", "-Inf", "-Infinity").Replace(fmt.Sprint(v)))
	}
	return append(b, data...)
}
