package mlp

import (
	"math"
	"unsafe"

	"github.com/bayeskit/bayeskit/internal/kernel"
)

// gelu sets y = z·Φ(z) and then z to the derivative, Φ(z) + z·N(z), N being the normal
// density. Φ(−|z|) is e^(−z²/2)·M(|z|), so that one exponential serves both.
func gelu[F Float](y, z []F) {
	for i, v := range z {
		y[i] = -v * v / 2
	}
	kernel.Exp(kernel.Auto, y, y, 0)
	for i, v := range z {
		e := y[i]
		cdf := e * mills(F(math.Abs(float64(v)))) // of −|z|
		if v > 0 {
			cdf = 1 - cdf
		}
		y[i] = v * cdf
		z[i] = cdf + v*e*(1/rootTwoPi)
	}
}

// mills returns M(a) = Φ(−a)·e^(a²/2) for a ≥ 0, Mills' ratio over √2π. Relative error a few
// ulp.
//
// Method: a polynomial in u, with t = 4/(4+a) and u = 2t − 1, for M/t: of degree 12 in
// float32, whose error is 2e-9, and of degree 25 in float64, 5e-18. testdata/mills.py has
// made them. Powers of even and of odd order are summed apart, for speed.
func mills[F Float](a F) F {
	t := 4 / (4 + a)
	u := 2*t - 1
	v := u * u
	if unsafe.Sizeof(a) == 4 {
		even := F(-5.7766930598243872742e-8)
		even = even*v - 2.594697835741228638e-7
		even = even*v + 0.000033218383382841256897
		even = even*v - 0.0008698875672323031014
		even = even*v + 0.015099138376033606166
		even = even*v + 0.096784350495829431629
		even = even*v + 0.18882128260094491409
		odd := F(-5.2957460638061655239e-6)
		odd = odd*v + 0.000053893444071613028191
		odd = odd*v - 0.00040551002638210703723
		odd = odd*v + 0.0018844292899209080863
		odd = odd*v + 0.046630539959987849533
		odd = odd*v + 0.15197415784155602719
		return t * (even + u*odd)
	}
	even := F(8.5082807716237366189e-11)
	even = even*v - 9.3266127046709256965e-10
	even = even*v + 5.3569009608630889711e-9
	even = even*v - 2.1716617539994731899e-8
	even = even*v + 6.8115742377864680199e-8
	even = even*v - 1.5745918346230922628e-7
	even = even*v + 1.7916469102987802477e-7
	even = even*v - 4.770615878536427632e-7
	even = even*v + 0.000033336077352958135979
	even = even*v - 0.00086992309176199340756
	even = even*v + 0.015099143722729468063
	even = even*v + 0.096784350185553729368
	even = even*v + 0.18882128260393787301
	odd := F(-2.9386974787019350737e-11)
	odd = odd*v + 2.1366304749700367859e-10
	odd = odd*v - 3.5824796002721532335e-10
	odd = odd*v - 3.6576818514127936836e-9
	odd = odd*v + 3.9125591154982766555e-8
	odd = odd*v - 2.5564010395740094149e-7
	odd = odd*v + 1.4801466298892227106e-6
	odd = odd*v - 8.7861986968833882691e-6
	odd = odd*v + 0.000057773738310048596289
	odd = odd*v - 0.0004077046148486464943
	odd = odd*v + 0.0018850472417063099953
	odd = odd*v + 0.046630464489913707198
	odd = odd*v + 0.15197416049297303113
	return t * (even + u*odd)
}

const rootTwoPi = 2.50662827463100050241576528481104525 // √2π, OEIS A019727
