#!/usr/bin/env bash
# Builds and runs projects that use the library as published artifacts, outside the reactor, as its users do.
# Installs the library into the local Maven repository first.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The value of a Maven expression in the parent POM, through a file: some Mavens colour what they print.
evaluate() {
    mvn -q -B -ntp -N help:evaluate -Dexpression="$1" -Doutput="$work/value" >&2 && cat "$work/value"
}

version=$(evaluate project.version)
dependency_plugin=$(evaluate dependency-plugin.version)

mvn -q -B -ntp -DskipTests -pl sae-core,sae-onednn -am install

fail() {
    echo "consumer $1: $2" >&2
    if [ -f "$work/$1.log" ]; then tail -n 40 "$work/$1.log" >&2; fi
    exit 1
}

# Compiles consumer $1 against the installed library; its POM may have another name, and options for Maven may follow.
build() {
    mvn -q -B -ntp -f "consumers/$1/${2:-pom.xml}" -Dsae4j.version="$version" "${@:3}" clean compile \
        "org.apache.maven.plugins:maven-dependency-plugin:$dependency_plugin:build-classpath" \
        -Dmdep.outputFile="$work/$1.classpath"
}

# Runs consumer $1; what it prints goes to its log.
start() {
    java -cp "consumers/$1/target/classes:$(cat "$work/$1.classpath")" example.Main >"$work/$1.log" 2>&1
}

for consumer in minimal extension seed-example; do
    build "$consumer"
    start "$consumer" || fail "$consumer" "exit status $?"
    tail -n 1 "$work/$consumer.log"
done

build no-backend
if start no-backend; then
    fail no-backend "ran although there is no backend"
fi
grep -q '^Exception in thread "main" java.lang.IllegalStateException: .*backend' "$work/no-backend.log" ||
    fail no-backend "the failure is not the library's own"
grep -q '<artifactId>nd4j-native</artifactId>' "$work/no-backend.log" ||
    fail no-backend "the message does not say what to add to the POM"
echo "no-backend: refused with the POM lines to add"

# oneDNN, wherever it stands in the POM.
onednn=onednn
if [ "$(uname -sm)" != "Linux x86_64" ]; then onednn=openblas; fi
for pom in pom.xml onednn-first.xml; do
    build onednn "$pom"
    start onednn || fail onednn "exit status $? with $pom"
    grep -q "^onednn: products by $onednn" "$work/onednn.log" || fail onednn "the products are not by $onednn with $pom"
    tail -n 1 "$work/onednn.log"
done

# Versions of JavaCPP that a user's POM mixes.
if [ "$onednn" = onednn ]; then
    build onednn mismatch.xml -Djavacpp.jar=1.5.7 -Djavacpp.natives=1.5.13
    start onednn || fail onednn "exit status $? with an older jar of JavaCPP"
    [ "$(grep -c 'products not by onednn: it wants JavaCPP 1.5.13, but the jar' "$work/onednn.log")" = 1 ] ||
        fail onednn "not one message about JavaCPP's versions"
    grep -q '^onednn: products by openblas' "$work/onednn.log" || fail onednn "the products are not by openblas"

    build onednn mismatch.xml -Djavacpp.jar=1.5.13 -Djavacpp.natives=1.5.7
    if start onednn; then
        fail onednn "ran although ND4J cannot load"
    fi
    grep -q "JavaCPP's jar is version 1.5.13 and its natives for linux-x86_64 are 1.5.7" "$work/onednn.log" ||
        fail onednn "the failure does not name the versions of JavaCPP"
    echo "onednn: told which versions of JavaCPP do not match"
fi
