// Package config declares every setting once, and derives the rest from that: reading watsrun.toml, the environment and
// the flags in their order of precedence, where each value came from, and the page that documents them. It knows
// nothing of what the settings are for, and never touches the process: the caller hands in flags, environment and folders.
package config

import "time"

// Settings is every setting. A field is one declaration: its key in the file, the default, the flag, other variables that
// are understood besides WATSRUN_SECTION_KEY, and what it means. Command code reads the fields; nothing else declares them.
type Settings struct {
	Server     Server             `key:"server"`
	Resilience Resilience         `key:"resilience"`
	Station    Station            `key:"station"`
	Stations   map[string]Station `key:"stations"`
	Run        Run                `key:"run"`
	Limits     Limits             `key:"limits"`
	Outbox     Outbox             `key:"outbox"`
	Journal    Journal            `key:"journal"`
	Embedded   Embedded           `key:"embedded"`
	Cache      Cache              `key:"cache"`
	Log        Log                `key:"log"`
	Metrics    Metrics            `key:"metrics"`
}

// Server is the WATS server that reports go to.
type Server struct {
	URL       Address       `key:"url" flag:"server" also:"WATS_BASE_URL PYWATS_SERVER_URL" default:"embedded" doc:"Address of the WATS server, such as https://company.wats.com; embedded is the server inside watsrun."`
	Token     Secret        `key:"token" also:"WATS_AUTH_TOKEN PYWATS_API_TOKEN" doc:"API token. Only from the environment, never from a file or a flag."`
	TokenFile Path          `key:"token_file" doc:"File that holds the API token; used when the environment has none."`
	CAFile    Path          `key:"ca_file" doc:"PEM file of certificate authorities to trust besides the system's."`
	CertFile  Path          `key:"cert_file" doc:"PEM file of the client certificate; needs server.key_file."`
	KeyFile   Path          `key:"key_file" doc:"PEM file of the client certificate's private key."`
	Timeout   time.Duration `key:"timeout" default:"30s" doc:"Longest time that one call of the server may take; 0 means no limit."`
}

// Resilience is what happens to a call when the server fails or is slow.
type Resilience struct {
	AttemptTimeout time.Duration `key:"attempt_timeout" default:"0" doc:"Longest time that one attempt of a call may take, where retry is on; 0 leaves it to server.timeout."`
	Retry          Retry         `key:"retry"`
	Breaker        Breaker       `key:"breaker"`
	Limiter        Limiter       `key:"limiter"`
}

// Retry is how often a call is tried again.
type Retry struct {
	Enabled    bool          `key:"enabled" flag:"retry" default:"false" doc:"Try calls again after connection errors, timeouts and the statuses 429, 502, 503 and 504, where sending twice does what sending once does. Reports are kept in the outbox and sent again in any case."`
	MaxRetries int           `key:"max_retries" default:"3" min:"0" doc:"How often a call is tried again."`
	Backoff    float64       `key:"backoff" default:"2" doc:"The wait before retry n is this number to the power n-1, in seconds: 1, 2, 4 for 2. What the server asks for by Retry-After comes first."`
	MaxWait    time.Duration `key:"max_wait" default:"30s" doc:"Longest wait before a retry; 0 sets no bound. A server that asks for a longer one is not tried again."`
	Jitter     bool          `key:"jitter" default:"false" doc:"Wait a random share of the time, so that many stations do not come back at once."`
	Budget     float64       `key:"budget" default:"0.2" doc:"Share of the requests under way that may be retries, so that retries do not make an outage worse. Three are always allowed."`
}

// Breaker is when a server that fails is left alone.
type Breaker struct {
	Failures int           `key:"failures" default:"5" min:"0" doc:"Failures in a row after which the server is left alone: connection errors, timeouts and statuses from 500. 0 switches the breaker off."`
	Delay    time.Duration `key:"delay" default:"30s" doc:"How long it is left alone before one request is sent to see whether it is back."`
}

// Limiter is how many requests are sent.
type Limiter struct {
	Requests int           `key:"requests" default:"500" min:"0" doc:"Requests that may be sent in resilience.limiter.per, each attempt counted; more wait. 0 switches the limiter off."`
	Per      time.Duration `key:"per" default:"1m" doc:"The time for resilience.limiter.requests."`
}

// Station is where tests happen: the station of this machine, or one entry of the registry.
type Station struct {
	Name        string   `key:"name" flag:"station" env:"WATSRUN_STATION" also:"PYWATS_STATION" doc:"Name of the station, or the key of an entry of [stations]."`
	Location    string   `key:"location" doc:"Where the station is, such as Oslo/Line 2."`
	Purpose     string   `key:"purpose" doc:"What the station is for, such as Production; Development when nothing is said."`
	Description string   `key:"description" doc:"What people should know of the station."`
	Detect      []string `key:"detect" only:"station" default:"environment,hostname,config" choices:"environment hostname config" doc:"Where the name is looked for, first hit wins. The flag --station comes before all of them."`
}

// Run is how scripts are run.
type Run struct {
	Jobs    int  `key:"jobs" flag:"jobs" default:"1" min:"1" doc:"Scripts that run at the same time."`
	Sandbox bool `key:"sandbox" flag:"sandbox" default:"false" doc:"Keep scripts from files, processes and the environment."`
	Strict  bool `key:"strict" flag:"strict" default:"false" doc:"Raise not_found where a thing that is asked for is missing, instead of giving nil."`
	Reuse   int  `key:"reuse" default:"10000" min:"1" doc:"Runs after which a Lua VM is replaced."`

	CorrelateReports bool `key:"correlate_reports" default:"false" doc:"Have test reports carry the correlation id of their submit as the misc info correlation_id, so that who sees a report finds its log lines."`
}

// Limits bound one run.
type Limits struct {
	Timeout      time.Duration `key:"timeout" flag:"timeout" default:"0" doc:"Longest time that one script may run; 0 means no limit."`
	Grace        time.Duration `key:"grace" default:"2s" doc:"How long a script that must stop may take to end."`
	Memory       Bytes         `key:"memory" default:"1GiB" min:"1048576" doc:"Growth of the process's memory that ends a run."`
	String       Bytes         `key:"string" default:"64MiB" min:"1024" doc:"Longest string that a script may build."`
	Output       Bytes         `key:"output" default:"64MiB" min:"1" doc:"Most that a script may print."`
	Source       Bytes         `key:"source" default:"16MiB" min:"1" doc:"Longest source of one script or module."`
	SourceDepth  int           `key:"source_depth" default:"180" min:"10" doc:"Deepest nesting of blocks and expressions in a source."`
	Coroutines   int           `key:"coroutines" default:"2000" min:"1" doc:"Coroutines of a run that may be alive at once."`
	PatternSteps int           `key:"pattern_steps" default:"50000000" min:"1000" doc:"Steps that one call of a library function, such as string.find, may take."`
}

// Outbox is where reports wait until the server has them.
type Outbox struct {
	Dir            Path          `key:"dir" default:"{state}/outbox" doc:"Folder of the outbox; each server has a folder of its own in it."`
	MaxEntries     int           `key:"max_entries" default:"200000" min:"1" doc:"Reports that may wait. When as many do, submit raises an error of kind storage."`
	MaxBytes       Bytes         `key:"max_bytes" default:"16GiB" min:"1" doc:"Bytes that may wait, likewise."`
	MaxReport      Bytes         `key:"max_report" default:"256MiB" min:"1" doc:"Longest report that is taken."`
	FirstWait      time.Duration `key:"first_wait" default:"2s" doc:"A report that could not be delivered is tried again after a random time, at first up to this long, then up to twice as long with each attempt."`
	MaxWait        time.Duration `key:"max_wait" default:"5m" doc:"Longest time between two attempts of a report."`
	DeliverTimeout time.Duration `key:"deliver_timeout" flag:"deliver-timeout" default:"10s" doc:"How long a command may go on after its scripts to deliver reports that wait. In an outage that began before, it tries once and does not wait."`
	HealthAddr     string        `key:"health_addr" flag:"health-addr" doc:"Address at which watsrun queue run says whether it can deliver, such as 127.0.0.1:8086; without a host it listens on this machine only. Nothing listens unless it is set."`
	Keep           Keep          `key:"keep"`
}

// Keep is how many copies of delivered reports stay on this machine.
type Keep struct {
	Count int           `key:"count" default:"1000" min:"0" doc:"Copies of delivered reports that are kept; 0 keeps none."`
	Age   time.Duration `key:"age" default:"720h" doc:"How long copies of delivered reports are kept; 0 sets no bound."`
	Bytes Bytes         `key:"bytes" default:"256MiB" doc:"Bytes of copies of delivered reports that are kept; 0 sets no bound."`
}

// Journal is what is kept of units while they are being tested.
type Journal struct {
	Enabled  bool          `key:"enabled" default:"true" doc:"Keep the report of a unit on disk while it is being built, and finish it as Terminated when the script cannot: after an error, a limit, an interrupt, or a crash."`
	Interval time.Duration `key:"interval" default:"250ms" doc:"How often changes of such a report are written, at the shortest 10ms. At most what happened since then is lost in a crash."`
}

// Embedded is the server inside watsrun.
type Embedded struct {
	DB        Path          `key:"db" flag:"db" default:"{state}/embedded.db" doc:"Database file of the embedded server."`
	Addr      string        `key:"addr" flag:"addr" default:"127.0.0.1:8085" doc:"Address that watsrun serve listens on; port 0 takes a free one. Without a token only addresses of this machine are allowed."`
	Latency   time.Duration `key:"latency" flag:"latency" default:"0" doc:"Time that the embedded server waits before each answer."`
	Token     Secret        `key:"token" flag:"token" doc:"Token that callers of watsrun serve must show. Not from a file; a flag can be seen by others on the machine, the environment cannot."`
	TokenFile Path          `key:"token_file" flag:"token-file" doc:"File that holds the token that callers of watsrun serve must show."`
}

// Cache is what is kept of what the server was asked, for those who ask the same again.
type Cache struct {
	Services []string      `key:"services" choices:"product asset production report software analytics rootcause scim process manual_inspection" doc:"Services of wats whose answers are kept; none unless named. A write to the service forgets them."`
	Age      time.Duration `key:"age" default:"5m" doc:"How long an answer is good."`
}

// Log is what watsrun says on stderr beside the summary.
type Log struct {
	Level  string `key:"level" flag:"log-level" default:"info" choices:"debug info warn error" doc:"Least important messages that are shown."`
	Format string `key:"format" flag:"log-format" default:"text" choices:"text json" doc:"Form of the messages: text for people, json for machines."`
	File   Path   `key:"file" doc:"File that gets every message too, as JSON lines. Several processes may share it."`

	FileMaxSize Bytes `key:"file_max_size" default:"0" doc:"Length at which log.file is set aside and a new one begins; 0 lets it grow."`
	FileKeep    int   `key:"file_keep" default:"5" min:"1" doc:"Files that were set aside and are kept: log.file with .1 is the newest."`
}

// Metrics are figures of what watsrun does, for Prometheus.
type Metrics struct {
	Addr string `key:"addr" flag:"metrics-addr" doc:"Address at which run, repl, serve and queue run tell their metrics at /metrics, such as 127.0.0.1:9464; without a host it listens on this machine only. Nothing listens unless it is set."`
}
