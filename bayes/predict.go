package bayes

import (
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/prob"
)

// A Prediction is the distribution of the next observation: of a number, of several,
// or of a label.
type Prediction struct {
	Number  prob.Univariate // nil for labels
	Labels  []string
	P       []float64  // of each label
	Numbers []Marginal // of each of several columns, by its name
}

// predictLabels returns P(label) = Σ P(hypothesis) P(label | hypothesis).
func predictLabels(post Belief, lik Likelihood) Prediction {
	h := post.(Hypotheses)
	pr := Prediction{Labels: lik.table.labels}
	for _, row := range lik.table.p {
		p := 0.0
		for j, w := range h.Probabilities() {
			p += w * row[j]
		}
		pr.P = append(pr.P, p)
	}
	return pr
}

// predict mixes the predictions of a mixture's components, and of a prior on
// several points, by their weights.
func predict(post Belief, lik Likelihood, ls *levels) Prediction {
	if m, ok := lik.Linear(); ok { // where it is not known at what predictors, there is nothing to say
		if len(m.Predictors) > 0 {
			return Prediction{}
		}
		next, _ := predictLine(post, m.SD, []float64{1})
		return Prediction{Number: next}
	}
	if m, ok := lik.Vector(); ok {
		return Prediction{Numbers: predictVector(unwrap(post), m)}
	}
	var parts []Belief
	var logWeights []float64
	switch p := post.(type) {
	case mixture:
		parts, logWeights = p.parts()
	case Points:
		logWeights = p.LogWeights
		for _, at := range p.At {
			parts = append(parts, Point(at...))
		}
	}
	if len(parts) > 1 {
		b := blend{logWeights: logWeights}
		var pr Prediction
		for i, part := range parts {
			one := predict(part, lik, ls)
			if one.Number != nil {
				b.parts = append(b.parts, one.Number)
				pr.Number = b
				continue
			}
			if pr.P == nil {
				pr.Labels, pr.P = one.Labels, make([]float64, len(one.P))
			}
			for j, p := range one.P {
				pr.P[j] += math.Exp(logWeights[i]) * p
			}
		}
		return pr
	}
	switch p := post.(type) {
	case Grid:
		return p.predict(lik)
	case Beta:
		switch lik.Family {
		case "geometric":
			return Prediction{Number: p.PredictiveNegativeBinomial(1)}
		case "negative-binomial":
			return Prediction{Number: p.PredictiveNegativeBinomial(lik.param("r"))}
		}
		return Prediction{Number: p.Predictive()}
	case Gamma:
		switch lik.Family {
		case "exponential":
			return Prediction{Number: p.PredictiveExponential()}
		case "gamma":
			return Prediction{Number: p.PredictiveGamma(lik.param("shape"))}
		case "inverse-gamma":
			return Prediction{Number: p.PredictiveInverseGamma(lik.param("shape"))}
		case "pareto":
			return Prediction{Number: p.PredictivePareto(lik.param("min"))}
		}
		return Prediction{Number: p.PredictivePoisson(1)}
	case InverseGamma:
		if lik.Family == "weibull" {
			return Prediction{Number: p.PredictiveWeibull(lik.param("shape"))}
		}
		return Prediction{Number: p.PredictiveNormal(lik.param("mean"))}
	case VonMises:
		return Prediction{Number: p.PredictiveVonMises(lik.param("kappa"))}
	case Pareto:
		return Prediction{Number: p.PredictiveUniform()}
	case LocalLevel:
		if lik.OwnSD() {
			return Prediction{}
		}
		return Prediction{Number: p.Forecast(1, lik.param("sd"))}
	case Normal:
		if lik.OwnSD() { // nobody knows how exact the next one will be
			return Prediction{}
		}
		return Prediction{Number: p.PredictiveMeasurement(lik.param("sd"))}
	case NormalInverseGamma:
		if lik.Family == "lognormal" {
			return Prediction{Number: p.PredictiveLognormal()}
		}
		return Prediction{Number: p.Predictive()}
	case Dirichlet:
		return labelled(p.Predictive().P, ls)
	case Points:
		return sampling(p.At[0], lik, ls)
	}
	return Prediction{}
}

// sampling returns the law of one observation at known parameters.
func sampling(theta []float64, lik Likelihood, ls *levels) Prediction {
	switch lik.Family {
	case "bernoulli", "binomial":
		return Prediction{Number: prob.Bernoulli{P: theta[0]}}
	case "geometric":
		return Prediction{Number: prob.Geometric{P: theta[0]}}
	case "negative-binomial":
		return Prediction{Number: prob.NegativeBinomial{R: lik.param("r"), P: theta[0]}}
	case "poisson":
		return Prediction{Number: prob.Poisson{Rate: theta[0]}}
	case "exponential":
		return Prediction{Number: prob.Exponential{Rate: theta[0]}}
	case "gamma":
		return Prediction{Number: prob.Gamma{Shape: lik.param("shape"), Rate: theta[0]}}
	case "inverse-gamma":
		return Prediction{Number: prob.InverseGamma{Shape: lik.param("shape"), Scale: theta[0]}}
	case "pareto":
		return Prediction{Number: paretoOf(lik.param("min"), theta[0])}
	case "von-mises":
		return Prediction{Number: VonMises{Mu: theta[0], Kappa: lik.param("kappa")}}
	case "uniform":
		return Prediction{Number: prob.Uniform{Low: 0, High: theta[0]}}
	case "weibull":
		return Prediction{Number: weibullOf(lik.param("shape"), theta[0])}
	case "lognormal":
		return Prediction{Number: prob.LogNormal{Mu: theta[0], Sigma: math.Sqrt(theta[1])}}
	case "normal":
		if lik.OwnSD() {
			return Prediction{}
		}
		if mean := lik.param("mean"); !math.IsNaN(mean) {
			return Prediction{Number: prob.Normal{Mu: mean, Sigma: math.Sqrt(theta[0])}}
		}
		if sd := lik.param("sd"); !math.IsNaN(sd) {
			return Prediction{Number: prob.Normal{Mu: theta[0], Sigma: sd}}
		}
		return Prediction{Number: prob.Normal{Mu: theta[0], Sigma: math.Sqrt(theta[1])}}
	}
	return labelled(theta, ls)
}

// labelled pairs probabilities with their labels; those not seen yet go by
// number.
func labelled(p []float64, ls *levels) Prediction {
	pr := Prediction{P: p}
	for i := range p {
		name := fmt.Sprint(i + 1)
		if ls != nil && i < len(ls.names) {
			name = ls.names[i]
		}
		pr.Labels = append(pr.Labels, name)
	}
	return pr
}
