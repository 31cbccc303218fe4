// Times OpenBLAS, one thread: reads lines "op,dtype,m,n,k" and answers each with
// GFLOP/s of process CPU time. First it says which kernel it has chosen.
#include <cblas.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(void) {
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec + 1e-9 * t.tv_nsec;
}

static void *matrix(int single, int n, int period) {
	void *p = aligned_alloc(64, ((size_t)n * (single ? 4 : 8) + 63) / 64 * 64);
	for (int i = 0; i < n; i++)
		if (single) ((float *)p)[i] = i % period - period / 2;
		else ((double *)p)[i] = i % period - period / 2;
	return p;
}

int main(int argc, char **argv) {
	double least = argc > 1 ? atof(argv[1]) : 0.02;
	char op[4], type[4];
	int m, n, k;
	printf("%s\n", openblas_get_corename());
	fflush(stdout);
	while (scanf(" %3[A-Z],%3[a-z0-9],%d,%d,%d", op, type, &m, &n, &k) == 5) {
		int single = !strcmp(type, "f32"), at = !strcmp(op, "ATB"), bt = !strcmp(op, "ABT");
		enum CBLAS_TRANSPOSE ta = at ? CblasTrans : CblasNoTrans, tb = bt ? CblasTrans : CblasNoTrans;
		void *a = matrix(single, m * k, 7), *b = matrix(single, k * n, 5), *c = matrix(single, m * n, 3);
		double took;
		for (long times = 1;;) {
			double start = now();
			for (long r = 0; r < times; r++)
				if (single) cblas_sgemm(CblasRowMajor, ta, tb, m, n, k, 1, a, at ? m : k, b, bt ? k : n, 0, c, n);
				else cblas_dgemm(CblasRowMajor, ta, tb, m, n, k, 1, a, at ? m : k, b, bt ? k : n, 0, c, n);
			took = now() - start;
			if (took >= least) {
				took /= times;
				break;
			}
			times = took < least / 10 ? times * 10 : (long)(times * 1.2 * least / took) + 1;
		}
		printf("%.3f\n", 2.0 * m * n * k / took * 1e-9);
		fflush(stdout);
		free(a), free(b), free(c);
	}
}
