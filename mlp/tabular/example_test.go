package tabular_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/bayeskit/bayeskit/mlp"
	"github.com/bayeskit/bayeskit/mlp/tabular"
)

// served is a network's file: the price of a flat, given its area and its quarter.
func served() *bytes.Buffer {
	area := tabular.Values{Name: "area", Numbers: []float64{40, 55, 60, 75, 80, 95, 100, 120}}
	quarter := tabular.Values{Name: "quarter", Labels: []int{0, 1, 0, 1, 0, 1, 0, 1}, Levels: []string{"centre", "suburb"}}
	price := tabular.Values{Name: "price", Numbers: []float64{215, 228, 310, 302, 412, 379, 508, 486}}
	f, err := tabular.Fit(context.Background(), tabular.Config{Optimiser: mlp.LBFGS{}, Double: true}, []tabular.Values{area, quarter}, []tabular.Values{price})
	if err != nil {
		panic(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		panic(err)
	}
	return &b
}

// handler answers /?area=70&quarter=centre with the mean and a 90% interval. One network
// serves all requests at once.
func handler(n *tabular.Network) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var cells []string
		for _, c := range n.Inputs {
			cells = append(cells, r.FormValue(c.Name))
		}
		p, err := n.Predict(cells)
		if err != nil { // the client's mistake, which names the column and the cell
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		json.NewEncoder(w).Encode(map[string]string{
			"mean":     fmt.Sprintf("%.0f", p[0].Mean()),
			"interval": fmt.Sprintf("%.0f to %.0f", p[0].Quantile(0.05), p[0].Quantile(0.95)),
		})
	})
}

// A service reads a network once; every request is predicted by it.
func ExampleRead() {
	n, err := tabular.Read(served())
	if err != nil {
		panic(err)
	}
	for _, query := range []string{"/?area=70&quarter=centre", "/?area=70&quarter=suburb", "/?area=large&quarter=centre"} {
		w := httptest.NewRecorder()
		handler(n).ServeHTTP(w, httptest.NewRequest("GET", query, nil))
		fmt.Print(w.Code, " ", w.Body)
	}
	// Output:
	// 200 {"interval":"343 to 380","mean":"361"}
	// 200 {"interval":"259 to 296","mean":"277"}
	// 400 column area: "large" is not a number
}

// New rows whose outcomes are known say how well a network does.
func ExampleScorer() {
	n, err := tabular.Read(served())
	if err != nil {
		panic(err)
	}
	s := tabular.NewScorer(n)
	y := make([]float64, 1)
	for _, row := range [][3]string{{"50", "centre", "260"}, {"85", "suburb", "340"}, {"110", "centre", "560"}} {
		p, err := n.Predict(row[:2])
		if err != nil {
			panic(err)
		}
		if err := n.Observe(y, row[2:]); err != nil {
			panic(err)
		}
		s.Add(p, y, 1)
	}
	score := s.Score()
	fmt.Printf("%d rows: −log p %.2f, RMSE %.1f\n", score.Rows, score.NLL, score.RMSE)
	// Output:
	// 3 rows: −log p 4.27, RMSE 15.3
}
