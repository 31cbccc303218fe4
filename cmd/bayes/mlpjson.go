package main

import (
	"fmt"
	"io"
	"math"

	"github.com/bayeskit/bayeskit/mlp"
	"github.com/bayeskit/bayeskit/mlp/tabular"
)

// The JSON of bayes mlp train, in the four parts of a fit.
type (
	networkJSON struct {
		Data      networkDataJSON      `json:"data"`
		Model     networkModelJSON     `json:"model"`
		Loss      networkLossJSON      `json:"loss"`
		Algorithm networkAlgorithmJSON `json:"algorithm"`
		History   []mlp.Epoch          `json:"history"`
		Steps     []descentJSON        `json:"steps,omitempty"`
		Trained   *scoreJSON           `json:"trained"`
		Validated *scoreJSON           `json:"validated"`
		Seconds   float64              `json:"seconds,omitempty"`
	}
	networkDataJSON struct {
		File     string           `json:"file"`
		Rows     int              `json:"rows"`
		Skipped  int64            `json:"skipped"`
		Outcomes []tabular.Column `json:"outcomes"`
		Inputs   []tabular.Column `json:"inputs"`
	}
	networkModelJSON struct {
		Sizes      []int              `json:"sizes"`
		Activation mlp.Activation     `json:"activation"`
		Likelihood string             `json:"likelihood"`
		Parameters int                `json:"parameters"`
		Noise      map[string]float64 `json:"noise,omitempty"` // learnt, of the standardised outcome
	}
	networkLossJSON struct {
		Reduction      string  `json:"reduction"`
		PriorPrecision float64 `json:"prior_precision"`
	}
	networkAlgorithmJSON struct {
		Optimiser   string `json:"optimiser"`
		Epochs      int    `json:"epochs"`
		Batch       int    `json:"batch"`
		Seed        uint64 `json:"seed"`
		Precision   string `json:"precision"`
		Best        int    `json:"best_epoch,omitempty"`
		Stopped     string `json:"stopped,omitempty"`
		Interrupted bool   `json:"interrupted,omitempty"`
	}
	descentJSON struct {
		Step     int                `json:"step"`
		Loss     float64            `json:"loss"`
		Params   map[string]float64 `json:"params"`
		Gradient map[string]float64 `json:"gradient"`
	}
	scoreJSON struct {
		Rows        int                `json:"rows"`
		NLL         number             `json:"nll"`
		RMSE        number             `json:"rmse"`
		Coverage    map[string]float64 `json:"coverage,omitempty"`
		Accuracy    number             `json:"accuracy"`
		Brier       number             `json:"brier"`
		Calibration number             `json:"calibration_error"`
	}
)

func (r *networkReport) writeJSON(w io.Writer) error { return writeIndented(w, r.json()) }

func (r *networkReport) json() networkJSON {
	j := networkJSON{
		Data:      networkDataJSON{r.table.file, r.table.rows, r.table.skipped, r.Outcomes, r.Network.Inputs},
		Model:     networkModelJSON{Sizes: []int{r.Net.Inputs}, Activation: r.Net.Layers[0].Activation, Likelihood: r.Likelihood.String(), Parameters: len(r.Params)},
		Loss:      networkLossJSON{mlp.PerRow.String(), r.config.Precision},
		Algorithm: networkAlgorithmJSON{nameOf(r.config.Optimiser, r.config.Schedule), len(r.History), r.config.Batch, r.Seed, "float32", r.Best, r.Stopped, r.Interrupted},
		History:   r.History, Trained: newScoreJSON(r.Trained), Validated: newScoreJSON(r.Validated), Seconds: r.seconds,
	}
	if r.config.Double {
		j.Algorithm.Precision = "float64"
	}
	for _, l := range r.Net.Layers {
		j.Model.Sizes = append(j.Model.Sizes, l.Units)
	}
	names := r.parameterNames()
	for _, b := range r.Layout() {
		for k := range b.Len() {
			if b.Kind == mlp.Noise {
				if j.Model.Noise == nil {
					j.Model.Noise = map[string]float64{}
				}
				j.Model.Noise[names[b.Offset+k]] = r.Params[b.Offset+k]
			}
		}
	}
	for _, s := range r.steps {
		step := descentJSON{s.Number, s.Loss, map[string]float64{}, map[string]float64{}}
		for i, n := range names {
			step.Params[n], step.Gradient[n] = s.Params[i], s.Gradient[i]
		}
		j.Steps = append(j.Steps, step)
	}
	return j
}

func newScoreJSON(s *tabular.Score) *scoreJSON {
	if s == nil {
		return nil
	}
	j := &scoreJSON{s.Rows, number(s.NLL), number(s.RMSE), nil, number(s.Accuracy), number(s.Brier), number(s.Calibration)}
	for i, l := range tabular.Levels {
		if !math.IsNaN(s.Coverage[i]) {
			if j.Coverage == nil {
				j.Coverage = map[string]float64{}
			}
			j.Coverage[fmt.Sprint(l)] = s.Coverage[i]
		}
	}
	return j
}
