package main

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/bayeskit/bayeskit/bayes"
)

// How numbers are shown to people. JSON and CSV have every digit instead.

// undefinedText is what a moment that does not exist is shown as.
const undefinedText = "undefined"

// special returns the text of what is no finite number.
func special(x float64) (string, bool) {
	switch {
	case math.IsNaN(x):
		return undefinedText, true
	case math.IsInf(x, 1):
		return "inf", true
	case math.IsInf(x, -1):
		return "-inf", true
	}
	return "", false
}

// significant returns x with so many significant digits; a whole number keeps
// all of its own.
func significant(x float64, digits int) string {
	if s, ok := special(x); ok {
		return s
	}
	if x == 0 || x == math.Trunc(x) && math.Abs(x) < 1e15 {
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	return fixed(x, decimals(x, digits), digits)
}

// brief returns x with at most so many significant digits; a whole number keeps
// all of its own.
func brief(x float64, digits int) string {
	if s, ok := special(x); ok {
		return s
	}
	if x == math.Trunc(x) && math.Abs(x) < 1e15 {
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	return strconv.FormatFloat(x, 'g', digits, 64)
}

// decimals returns how many decimal places show so many digits of x.
func decimals(x float64, digits int) int {
	if x == 0 || math.IsNaN(x) || math.IsInf(x, 0) {
		return digits
	}
	return max(0, digits-1-int(math.Floor(math.Log10(math.Abs(x)))))
}

// fixed returns x with so many decimal places, or, where those are too many to
// read, in scientific notation.
func fixed(x float64, places, digits int) string {
	if s, ok := special(x); ok {
		return s
	}
	if places > digits+4 || math.Abs(x) >= 1e15 {
		return strconv.FormatFloat(x, 'e', digits-1, 64)
	}
	return strconv.FormatFloat(x, 'f', places, 64)
}

// logText shows a logarithm: what counts is its absolute error.
func logText(x float64, digits int) string { return fixed(x, digits, digits) }

// expText shows exp(x), also where that is beyond what a float64 can hold.
func expText(x float64, digits int) string {
	if math.Abs(x) < 690 || math.IsInf(x, 0) || math.IsNaN(x) {
		return significant(math.Exp(x), digits)
	}
	power := math.Floor(x / math.Ln10)
	return fmt.Sprintf("%.*fe%+03.0f", digits-1, math.Exp(x-power*math.Ln10), power)
}

// A summary is what a table says about a distribution of one number.
type summary struct {
	name      string
	mean, sd  float64
	intervals []bayes.Interval
}

// scale returns what the spread of s is measured in: the standard deviation, or
// something like it where that does not exist.
func (s summary) scale() float64 {
	if s.sd > 0 && !math.IsInf(s.sd, 0) {
		return s.sd
	}
	if iv := s.intervals; len(iv) > 0 {
		if width := (iv[len(iv)-1].High - iv[0].Low) / 4; width > 0 && !math.IsInf(width, 0) {
			return width
		}
	}
	return s.mean
}

// summaryTexts returns mean, sd and interval of each summary, with as many
// decimal places as the standard deviation deserves: the digits of a mean that
// are certain anyway say nothing. Summaries whose spreads are within a factor of
// ten or so show the same number of places.
func summaryTexts(all []summary, digits int) [][]string {
	least := math.MaxInt
	for _, s := range all {
		least = min(least, decimals(s.scale(), digits))
	}
	rows := make([][]string, len(all))
	for i, s := range all {
		rows[i] = s.texts(max(least, decimals(s.scale(), digits-1)), digits)
	}
	return rows
}

func (s summary) texts(places, digits int) []string {
	show := func(x float64) string {
		switch {
		case x == 0:
			return strconv.FormatFloat(x, 'f', min(places, digits+4), 64)
		case places > digits+4:
			return strconv.FormatFloat(x, 'g', digits, 64)
		}
		return fixed(x, places, digits)
	}
	parts := make([]string, len(s.intervals))
	for i, iv := range s.intervals {
		parts[i] = "[" + orSpecial(iv.Low, show) + ", " + orSpecial(iv.High, show) + "]"
	}
	interval := strings.Join(parts, " ")
	if len(s.intervals) == 0 || math.IsNaN(s.intervals[0].Low) {
		interval = undefinedText
	}
	return []string{orSpecial(s.mean, show), orSpecial(s.sd, show), interval}
}

func orSpecial(x float64, show func(float64) string) string {
	if s, ok := special(x); ok {
		return s
	}
	return show(x)
}

// specText shows a belief as its spec, with two digits more than numbers have
// elsewhere.
func specText(b bayes.Belief, digits int) string {
	num := func(x float64) string { return brief(x, digits+2) }
	list := func(v []float64) string {
		s := make([]string, len(v))
		for i, x := range v {
			s[i] = num(x)
		}
		return strings.Join(s, ", ")
	}
	params := b.Params()
	var weights []float64
	args := make([]string, 0, len(params))
	for _, p := range params {
		switch v := p.Value.(type) {
		case float64:
			sep := "="
			if b.Family() == "hypotheses" {
				sep = ": "
			}
			args = append(args, p.Name+sep+num(v))
		case []float64:
			weights = v
			if text, ok := vectorText(b, p, num); ok {
				args = append(args, text)
				continue
			}
			args = append(args, list(v))
		case [][]float64:
			text, _ := vectorText(b, p, num)
			args = append(args, text)
		case []bayes.Belief:
			terms := make([]string, len(v))
			for i, c := range v {
				terms[i] = brief(weights[i], digits+2) + "*" + specText(c, digits)
			}
			return strings.Join(terms, " + ")
		}
	}
	if b.Family() == "hypotheses" {
		return strings.Join(args, ", ")
	}
	return b.Family() + "(" + strings.Join(args, ", ") + ")"
}

// mostShown is of how many columns means and matrices are written out.
const mostShown = 4

// vectorText returns the text of a list or a matrix that is a parameter of a prior of
// several columns, and false if it is no such.
func vectorText(b bayes.Belief, p bayes.Param, num func(float64) string) (string, bool) {
	switch b.(type) {
	case bayes.NormalInverseWishart, bayes.MultivariateNormal:
	default:
		return "", false
	}
	list := func(v []float64) string {
		s := make([]string, len(v))
		for i, x := range v {
			s[i] = num(x)
		}
		return "[" + strings.Join(s, ", ") + "]"
	}
	switch v := p.Value.(type) {
	case []float64:
		if len(v) > mostShown {
			return fmt.Sprintf("%s=[%d numbers]", p.Name, len(v)), true
		}
		return p.Name + "=" + list(v), true
	case [][]float64:
		if len(v) > mostShown {
			return fmt.Sprintf("%s=[%d×%d]", p.Name, len(v), len(v)), true
		}
		rows := make([]string, len(v))
		for i, row := range v {
			rows[i] = list(row)
		}
		return p.Name + "=[" + strings.Join(rows, ", ") + "]", true
	}
	return "", false
}

// number is a float64 whose JSON is null where it is undefined or infinite.
type number float64

func (n number) MarshalJSON() ([]byte, error) {
	if v := float64(n); !math.IsNaN(v) && !math.IsInf(v, 0) {
		return json.Marshal(v)
	}
	return []byte("null"), nil
}

// exact shows every digit, and nothing for what is undefined: for CSV.
func exact(x float64) string {
	if math.IsNaN(x) {
		return ""
	}
	s, _ := special(x)
	if s == "" {
		s = strconv.FormatFloat(x, 'g', -1, 64)
	}
	return s
}
