package chunk

import "fmt"

// kind is what a token is: the byte itself for single characters, else one of the constants below.
type kind int

const (
	tokenEOF kind = iota + 256
	tokenAnd
	tokenBreak
	tokenDo
	tokenElse
	tokenElseif
	tokenEnd
	tokenFalse
	tokenFor
	tokenFunction
	tokenIf
	tokenIn
	tokenLocal
	tokenNil
	tokenNot
	tokenOr
	tokenRepeat
	tokenReturn
	tokenThen
	tokenTrue
	tokenUntil
	tokenWhile
	tokenConcat
	tokenDots
	tokenEq
	tokenGe
	tokenLe
	tokenNe
	tokenNumber
	tokenName
	tokenString
)

// spellings holds the text of every token that is not a single character, as messages show it.
var spellings = map[kind]string{
	tokenEOF: "<eof>", tokenAnd: "and", tokenBreak: "break", tokenDo: "do", tokenElse: "else", tokenElseif: "elseif",
	tokenEnd: "end", tokenFalse: "false", tokenFor: "for", tokenFunction: "function", tokenIf: "if", tokenIn: "in",
	tokenLocal: "local", tokenNil: "nil", tokenNot: "not", tokenOr: "or", tokenRepeat: "repeat", tokenReturn: "return",
	tokenThen: "then", tokenTrue: "true", tokenUntil: "until", tokenWhile: "while", tokenConcat: "..",
	tokenDots: "...", tokenEq: "==", tokenGe: ">=", tokenLe: "<=", tokenNe: "~=", tokenNumber: "<number>",
	tokenName: "<name>", tokenString: "<string>",
}

// keywords are the reserved words of Lua 5.1; goto is a name like any other.
var keywords = func() map[string]kind {
	words := make(map[string]kind, tokenWhile-tokenAnd+1)
	for k := tokenAnd; k <= tokenWhile; k++ {
		words[spellings[k]] = k
	}
	return words
}()

func (k kind) String() string {
	switch {
	case k >= tokenEOF:
		return spellings[k]
	case k < ' ' || k == 127:
		return fmt.Sprintf("char(%d)", int(k))
	}
	return string([]byte{byte(k)})
}

// token is one word of a source. Its text is the raw spelling for names, strings and numbers, and serves messages.
type token struct {
	kind   kind
	line   int // where the token ends
	text   string
	value  string  // of a string, escapes resolved
	number float64 // of a number
}

// near is how messages show the token.
func (t token) near() string {
	switch t.kind {
	case tokenName, tokenString, tokenNumber:
		return t.text
	}
	return t.kind.String()
}
