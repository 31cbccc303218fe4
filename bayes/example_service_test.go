package bayes_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"

	"github.com/bayeskit/bayeskit/bayes"
)

// conversion is an HTTP handler that keeps a posterior for each page:
// POST /page?hit=1 updates, GET /page answers.
type conversion struct {
	prior bayes.Beta
	mu    sync.Mutex
	pages map[string]bayes.Exact[bayes.Beta, bayes.Trials]
}

func (c *conversion) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	page, seen := c.pages[r.URL.Path]
	if !seen {
		page.Prior = c.prior // a page nobody has seen has the prior
	}
	if r.Method == http.MethodPost {
		data := bayes.Bernoulli(0, 1)
		if r.FormValue("hit") == "1" {
			data = bayes.Bernoulli(1, 0)
		}
		page = page.Update(data)
		c.pages[r.URL.Path] = page
	}
	c.mu.Unlock()

	post := page.Posterior()
	iv := post.Interval(0.9)
	fmt.Fprintf(w, "%s: %.3f, 90%% between %.3f and %.3f", r.URL.Path, post.Mean(), iv.Low, iv.High)
}

// An HTTP handler with a posterior for each key, updated from many goroutines.
// A posterior is a value, so a lock around the map is all there is to it.
func Example_service() {
	h := &conversion{
		prior: bayes.Beta{Alpha: 1, Beta: 19},
		pages: map[string]bayes.Exact[bayes.Beta, bayes.Trials]{},
	}
	var wg sync.WaitGroup
	for i := range 200 {
		wg.Go(func() {
			url := "/new"
			if i%10 == 0 {
				url += "?hit=1"
			}
			h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, url, nil))
		})
	}
	wg.Wait()
	for _, url := range []string{"/new", "/unseen"} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, url, nil))
		fmt.Println(w.Body)
	}
	// Output:
	// /new: 0.095, 90% between 0.065 and 0.130
	// /unseen: 0.050, 90% between 0.003 and 0.146
}

// A posterior goes into a file as what it is made of, the prior and the data,
// and a process that starts later goes on where this one was.
func Example_restart() {
	before := bayes.Exact[bayes.Gamma, bayes.Events]{Prior: bayes.Gamma{Shape: 2, Rate: 1}}
	before = before.Update(bayes.Poisson(3, 1)).Update(bayes.Poisson(5, 2))
	file, err := json.Marshal(before)
	if err != nil {
		fmt.Println(err)
		return
	}

	var after bayes.Exact[bayes.Gamma, bayes.Events]
	if err := json.Unmarshal(file, &after); err != nil {
		fmt.Println(err)
		return
	}
	after = after.Update(bayes.Poisson(4, 1))
	fmt.Println(after.Posterior())
	// Output:
	// gamma(shape=14, rate=5)
}

// A family chosen at run time, by a configuration file or a user.
func ExampleParse() {
	prior, err := bayes.Parse("beta(q05=0.1, q95=0.4)")
	if err != nil {
		fmt.Println(err)
		return
	}
	p := prior.Marginals()[0]
	fmt.Printf("P(p ≤ 0.1) = %.2f, P(p ≤ 0.4) = %.2f\n", p.CDF(0.1), p.CDF(0.4))

	lik, err := bayes.ParseLikelihood("binomial")
	if err != nil {
		fmt.Println(err)
		return
	}
	l, err := bayes.NewLearner(prior, lik)
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := l.Observe(bayes.Observation{Y: 25, Trials: 20}, 1); err != nil {
		fmt.Println(err)
	}
	// Output:
	// P(p ≤ 0.1) = 0.05, P(p ≤ 0.4) = 0.95
	// 25 successes of 20 trials: there cannot be more successes than trials
}

// A mixture is a prior of any shape that still updates exactly: here a belief
// that a coin is either fair or anything at all.
func ExampleMixture() {
	m, err := bayes.NewMixture[bayes.Beta, bayes.Trials]([]float64{0.5, 0.5}, []bayes.Beta{{Alpha: 30, Beta: 30}, {Alpha: 1, Beta: 1}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(m.Update(bayes.Binomial(17, 20)))
	// Output:
	// 0.0643138*beta(alpha=47, beta=33) + 0.935686*beta(alpha=18, beta=4)
}

// The evidence is what is left when the parameter has been integrated out; its
// ratio is the Bayes factor.
func ExampleModelProbabilities() {
	data := bayes.Binomial(17, 20)
	fair := bayes.Point(0.5).LogEvidence(data)
	biased := bayes.Beta{Alpha: 1, Beta: 1}.LogEvidence(data)
	fmt.Println(bayes.Factor(biased, fair))
	fmt.Printf("%.3f\n", bayes.ModelProbabilities([]float64{fair, biased}, []float64{3, 1}))
	// Output:
	// BF 43.8 (ln 3.78)
	// [0.064 0.936]
}

// P(θ | D) for a diagnostic test: the evidence P(D) is P(D∩θ) + P(D∩θᶜ), and
// the posterior after one positive is the prior of the next.
func ExampleHypotheses() {
	prior, err := bayes.NewHypotheses([]string{"sick", "well"}, []float64{0.1, 0.9})
	if err != nil {
		fmt.Println(err)
		return
	}
	positive := bayes.LogLiks{-0.01005033585350145, -2.302585092994046} // log 0.99, log 0.1
	once := prior.Update(positive)
	fmt.Println(once)
	fmt.Println(once.Update(positive))
	// Output:
	// sick: 0.52381, well: 0.47619
	// sick: 0.915896, well: 0.0841043
}
