package bayes

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// A LinearModel says which column a linear regression explains, and by what:
// response = intercept + coefficients · predictors + noise. As a [Likelihood] its
// observations have the response as Y and the predictors as X.
type LinearModel struct {
	Response   string
	Predictors []string // none: the intercept alone
	Intercept  bool
	SD         float64 // standard deviation of the noise, where it is known; 0: it is learnt
}

// Likelihood returns the likelihood of an observation under m. It fails on names
// that are empty or given twice, on a model without any coefficient, and on an SD
// that is none.
func (m LinearModel) Likelihood() (Likelihood, error) {
	if err := m.check(); err != nil {
		return Likelihood{}, fmt.Errorf("linear: %w", err)
	}
	l := Likelihood{Family: "linear", Params: []Param{
		{"response", m.Response}, {"predictors", append([]string{}, m.Predictors...)}, {"intercept", m.Intercept},
	}}
	if m.SD != 0 {
		l.Params = append(l.Params, Param{"sd", m.SD})
	}
	return l, nil
}

func (m LinearModel) check() error {
	switch {
	case m.Response == "":
		return fmt.Errorf("the response has no name")
	case len(m.Predictors) == 0 && !m.Intercept:
		return fmt.Errorf("without predictors and an intercept there is nothing to learn")
	case !(m.SD >= 0) || math.IsInf(m.SD, 1):
		return fmt.Errorf("sd = %g, want a finite number above 0", m.SD)
	}
	for i, name := range m.Predictors {
		switch {
		case name == "":
			return fmt.Errorf("predictor %d has no name", i+1)
		case name == m.Response:
			return fmt.Errorf("%s is the response and a predictor", name)
		case slices.Contains(m.Predictors[:i], name):
			return fmt.Errorf("predictor %s is given twice", name)
		}
	}
	return nil
}

// Linear returns the model of a linear likelihood, and false for another.
func (l Likelihood) Linear() (m LinearModel, ok bool) {
	if l.Family != "linear" || len(l.Params) == 0 {
		return m, false
	}
	for _, p := range l.Params {
		switch v := p.Value.(type) {
		case string:
			m.Response = v
		case []string:
			m.Predictors = slices.Clone(v)
		case bool:
			m.Intercept = v
		case float64:
			m.SD = v
		}
	}
	return m, true
}

// Coefficients returns the names of the coefficients: intercept, if there is one,
// and those of the predictors. A predictor whose name means something else where
// coefficients are named, such as sigma or intercept, goes by beta[sigma], and so
// does one whose name has a sign that a spec would stumble over.
func (m LinearModel) Coefficients() (names []string) {
	if m.Intercept {
		names = append(names, "intercept")
	}
	for _, p := range m.Predictors {
		names = append(names, coefficientName(p))
	}
	return names
}

// coefficientName returns what the coefficient of a predictor is called.
func coefficientName(predictor string) string {
	switch predictor {
	case "intercept", "sigma", "variance", "sd", "mean", "shape", "scale", "g":
		return "beta[" + predictor + "]"
	}
	if strings.ContainsAny(predictor, "[](),=+:;*~`\"'") || strings.TrimSpace(predictor) != predictor {
		return "beta[" + predictor + "]"
	}
	return predictor
}

// Formula returns "y ~ 1 + x1 + x2". A name that has spaces or signs in it, or is
// a number, stands in backquotes, and a backquote of its own twice.
func (m LinearModel) Formula() string {
	var terms []string
	if m.Intercept {
		terms = append(terms, "1")
	}
	for _, p := range m.Predictors {
		terms = append(terms, quoteName(p))
	}
	return quoteName(m.Response) + " ~ " + strings.Join(terms, " + ")
}

func quoteName(name string) string {
	if !isNumber(name) && !strings.ContainsAny(name, " \t~+-*/^:|(),=`\"'") {
		return name
	}
	return "`" + strings.ReplaceAll(name, "`", "``") + "`"
}

func isNumber(name string) bool {
	_, err := strconv.ParseFloat(name, 64)
	return err == nil
}

// spec returns the spec of a linear likelihood, which ParseLikelihood reads back.
func (m LinearModel) spec() string {
	if m.SD == 0 {
		return "linear(" + m.Formula() + ")"
	}
	return fmt.Sprintf("linear(%s, sd=%v)", m.Formula(), m.SD)
}

// parseLinear reads "linear(y ~ 1 + x, sd=2)"; ok is false if spec is another.
func parseLinear(spec string) (l Likelihood, ok bool, err error) {
	head, list, found := strings.Cut(spec, "(")
	if strings.TrimSpace(head) != "linear" {
		return l, false, nil
	}
	list, closed := strings.CutSuffix(strings.TrimSpace(list), ")")
	switch {
	case !found:
		return l, true, fmt.Errorf("linear: the formula is missing: write linear(y ~ 1 + x)")
	case !closed:
		return l, true, fmt.Errorf("the parenthesis after linear is not closed")
	}
	tokens, err := formulaTokens(list)
	if err != nil {
		return l, true, err
	}
	m, err := readFormula(tokens)
	if err != nil {
		return l, true, err
	}
	l, err = m.Likelihood()
	return l, true, err
}

// A formulaToken is a sign or a name of a formula.
type formulaToken struct {
	text   string
	quoted bool
}

func (t formulaToken) is(sign string) bool { return !t.quoted && t.text == sign }

// formulaTokens cuts a formula at its signs, ~ + , =, and at white space.
func formulaTokens(s string) (all []formulaToken, err error) {
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		switch {
		case s[0] == '`':
			name, rest, ok := unquoteName(s)
			if !ok {
				return nil, fmt.Errorf("linear: a backquote is open")
			}
			all, s = append(all, formulaToken{name, true}), rest
		case strings.IndexByte("~+,=", s[0]) >= 0:
			all, s = append(all, formulaToken{text: s[:1]}), s[1:]
		default:
			n := strings.IndexAny(s, "~+,= `")
			if n < 0 {
				n = len(s)
			}
			if i := strings.IndexAny(s[:n], "*:^|("); i >= 0 {
				return nil, fmt.Errorf("linear: %s is more than a name: the predictors are columns (a name with signs stands in backquotes)", s[:n])
			}
			all, s = append(all, formulaToken{text: s[:n]}), s[n:]
		}
	}
	return all, nil
}

// unquoteName reads the name in backquotes that s begins with.
func unquoteName(s string) (name, rest string, ok bool) {
	var b strings.Builder
	for s = s[1:]; s != ""; {
		i := strings.IndexByte(s, '`')
		if i < 0 {
			return "", "", false
		}
		b.WriteString(s[:i])
		if s = s[i+1:]; !strings.HasPrefix(s, "`") {
			return b.String(), s, b.Len() > 0
		}
		b.WriteByte('`')
		s = s[1:]
	}
	return "", "", false
}

// readFormula reads "y ~ 1 + x1 + x2" and ", sd=2" after it.
func readFormula(tokens []formulaToken) (m LinearModel, err error) {
	const want = "linear: want a formula, as in linear(y ~ 1 + x1 + x2) or linear(y ~ 1 + x, sd=2)"
	if i := slices.IndexFunc(tokens, func(t formulaToken) bool { return t.is(",") }); i >= 0 {
		tail := tokens[i+1:]
		tokens = tokens[:i]
		if len(tail) != 3 || !tail[0].is("sd") || !tail[1].is("=") {
			return m, fmt.Errorf("%s", want)
		}
		if m.SD, err = number(tail[2].text); err != nil || !(m.SD > 0) || math.IsInf(m.SD, 1) {
			return m, fmt.Errorf("linear: sd = %s, want a finite number above 0", tail[2].text)
		}
	}
	if len(tokens) < 3 || !tokens[1].is("~") || len(tokens)%2 == 0 {
		return m, fmt.Errorf("%s", want)
	}
	m.Response = tokens[0].text
	for i, t := range tokens[2:] {
		sign := !t.quoted && (t.text == "+" || t.text == "~" || t.text == "=")
		switch {
		case i%2 == 1 && !t.is("+"), i%2 == 0 && sign:
			return m, fmt.Errorf("%s", want)
		case i%2 == 1, t.is("0"):
		case t.is("1"):
			m.Intercept = true
		case !t.quoted && isNumber(t.text):
			return m, fmt.Errorf("linear: %s is a number: 1 is the intercept, and a column of that name stands in backquotes", t.text)
		default:
			m.Predictors = append(m.Predictors, t.text)
		}
	}
	return m, nil
}

// readLinearModel reads the params of a linear likelihood in JSON.
func readLinearModel(params []byte) (Likelihood, error) {
	var doc struct {
		Response   string   `json:"response"`
		Predictors []string `json:"predictors"`
		Intercept  bool     `json:"intercept"`
		SD         *float64 `json:"sd"`
	}
	if err := unmarshal(params, "a linear likelihood", &doc); err != nil {
		return Likelihood{}, err
	}
	m := LinearModel{Response: doc.Response, Predictors: doc.Predictors, Intercept: doc.Intercept}
	if doc.SD != nil {
		if m.SD = *doc.SD; !(m.SD > 0) {
			return Likelihood{}, fmt.Errorf("linear: sd = %g, want a finite number above 0", m.SD)
		}
	}
	return m.Likelihood()
}

// linearMarginals names the parameters of a linear regression, and says sigma, the
// noise's standard deviation, in place of the variance.
func (l Likelihood) linearMarginals(ms []Marginal) []Marginal {
	hasSD := slices.ContainsFunc(ms, func(m Marginal) bool { return m.Name == "sd" })
	out := ms[:0]
	for i, m := range ms {
		switch {
		case m.Name == "variance" && hasSD:
			continue
		case m.Name == "sd":
			m.Name = "sigma"
		case strings.HasPrefix(m.Name, "theta"):
			m.Name, _ = l.parameter(i)
		}
		out = append(out, m)
	}
	return out
}
