package odata

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Order is one term of an $orderby.
type Order struct {
	Field      string // as the caller spelt it in the list of allowed ones
	Descending bool
}

// OrderBy reads an $orderby: names of the allowed list, each with asc or desc, separated by commas. "" gives none.
func OrderBy(source string, allowed []string) ([]Order, error) {
	var orders []Order
	for _, item := range split(source) {
		words := strings.Fields(item.text)
		field, err := pick("$orderby", "field to order by", source, item.at, words[0], allowed)
		if err != nil {
			return nil, err
		}
		order := Order{Field: field}
		switch direction := strings.ToLower(strings.Join(words[1:], " ")); direction {
		case "", "asc":
		case "desc":
			order.Descending = true
		default:
			return nil, at("$orderby", source, item.at, "asc or desc is required behind "+field+", got "+direction)
		}
		orders = append(orders, order)
	}
	return orders, nil
}

// Names reads a $select or $expand: names of the allowed list, separated by commas, each once. "" gives none.
func Names(option, source string, allowed []string) ([]string, error) {
	var chosen []string
	for _, item := range split(source) {
		field, err := pick(option, "name", source, item.at, item.text, allowed)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(chosen, field) {
			chosen = append(chosen, field)
		}
	}
	return chosen, nil
}

// item is one part of a list, with its byte offset.
type item struct {
	text string
	at   int
}

// split cuts a list at its commas; blank parts are left out.
func split(source string) []item {
	var items []item
	begin := 0
	for part := range strings.SplitSeq(source, ",") {
		if text := strings.TrimSpace(part); text != "" {
			items = append(items, item{text: text, at: begin + strings.Index(part, text)})
		}
		begin += len(part) + 1
	}
	return items
}

// pick finds a name in the allowed list without regard to case.
func pick(option, what, source string, offset int, name string, allowed []string) (string, error) {
	for _, a := range allowed {
		if strings.EqualFold(a, name) {
			return a, nil
		}
	}
	return "", at(option, source, offset, unknown(what, name, allowed))
}

func at(option, source string, offset int, message string) error {
	return &Error{Option: option, Position: utf8.RuneCountInString(source[:offset]) + 1, Message: message}
}
