package main

import (
	"runtime/debug"
	"testing"
)

func TestVersion(t *testing.T) {
	settings := func(kv ...string) (all []debug.BuildSetting) {
		for i := 0; i < len(kv); i += 2 {
			all = append(all, debug.BuildSetting{Key: kv[i], Value: kv[i+1]})
		}
		return all
	}
	for _, tt := range []struct {
		name string
		info *debug.BuildInfo
		want string
	}{
		{"installed", &debug.BuildInfo{GoVersion: "go1.26", Main: debug.Module{Version: "v1.2.3"}}, "bayes v1.2.3 go1.26"},
		{"from a clone", &debug.BuildInfo{GoVersion: "go1.26", Main: debug.Module{Version: "v0.0.0-20260102030405-0123456789ab+dirty"},
			Settings: settings("vcs.revision", "0123456789abcdef0123", "vcs.modified", "true", "GOOS", "linux", "GOARCH", "arm64")},
			"bayes v0.0.0-20260102030405-0123456789ab (modified) go1.26 linux/arm64"},
		{"without a version", &debug.BuildInfo{GoVersion: "go1.26", Settings: settings("vcs.revision", "0123456789abcdef0123", "vcs.modified", "false")},
			"bayes (devel) 0123456789ab go1.26"},
	} {
		if got := version(tt.info, true); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
	if got := version(nil, false); got != "bayes, of unknown version" {
		t.Errorf("no build info: %q", got)
	}
}
