#include "app/commandline/commandline.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <functional>
#include <limits>
#include <span>

namespace gw::app {

namespace {

// Sets one option from its text; false when the text is not acceptable.
using Setter = bool (*)(Options &options, const std::string &text);

enum class Takes : std::uint8_t { Nothing, Value };

struct Flag
{
    std::string_view name;   // With underscores; dashes are accepted too.
    Takes takes;
    Setter set;                       // Null: accepted without effect.
    std::string_view variable = {};   // Environment variable of the same meaning.
    std::string_view help = {};       // Shown in the usage text; flags without are accepted silently there.
    std::string_view notice = {};     // Said once when a flag without effect is used.
    char letter = 0;
};

template <typename T>
bool parseNumber(const std::string &text, T &out, T low, T high = std::numeric_limits<T>::max())
{
    T value{};
    const char *end = text.data() + text.size();
    const auto [stop, fault] = std::from_chars(text.data(), end, value);
    if (fault != std::errc() || stop != end || value < low || value > high)
        return false;
    out = value;
    return true;
}

template <typename T>
bool parseOptional(const std::string &text, std::optional<T> &out, T low)
{
    T value{};
    if (!parseNumber(text, value, low))
        return false;
    out = value;
    return true;
}

template <auto Member>
bool setText(Options &options, const std::string &text)
{
    options.*Member = text;
    return true;
}

template <auto Member>
bool setSwitch(Options &options, const std::string &text)
{
    // From the environment a switch comes with a text.
    options.*Member = text.empty() || text == "1" || text == "true" || text == "True" || text == "TRUE";
    return true;
}

template <Action Which>
bool setAction(Options &options, const std::string &)
{
    // --version comes before --validate_config, and so on.
    options.action = std::min(options.action, Which);
    return true;
}

bool setPort(Options &options, const std::string &text)
{
    return parseNumber<std::uint16_t>(text, options.port, 0);
}

bool setMetricsPort(Options &options, const std::string &text)
{
    return parseOptional<std::uint16_t>(text, options.metricsPort, 0);
}

bool setWorkers(Options &options, const std::string &text)
{
    return parseNumber(text, options.workers, 1, 1024);
}

bool setTimeout(Options &options, const std::string &text)
{
    return parseOptional(text, options.requestTimeoutS, 1);
}

bool setTemperature(Options &options, const std::string &text)
{
    return parseOptional(text, options.temperature, 0.0);
}

bool setMaxTokens(Options &options, const std::string &text)
{
    return parseOptional(text, options.maxTokens, 1);
}

bool setBudget(Options &options, const std::string &text)
{
    double value = 0;
    options.maxBudget = text;
    return parseNumber(text, value, 0.0);
}

bool setTolerance(Options &options, const std::string &text)
{
    constexpr double kMost = 100;
    return parseNumber(text, options.tolerancePercent, 0.0, kMost);
}

bool setKeepAlive(Options &options, const std::string &text)
{
    return parseOptional(text, options.keepAliveTimeoutS, 1);
}

bool setConcurrency(Options &options, const std::string &text)
{
    return parseOptional(text, options.limitConcurrency, 1);
}

constexpr Takes kValue = Takes::Value;
constexpr Takes kNothing = Takes::Nothing;

constexpr std::string_view kNoWorkers =
    "requests are served by threads of one process; no worker is restarted";
constexpr std::string_view kOneServer = "there is one built-in server; it speaks HTTP/1.1";
constexpr std::string_view kNoPrisma = "the database is kept up to date without Prisma";

constexpr Flag kFlags[] = {
    {"config", kValue, setText<&Options::config>, "CONFIG_FILE_PATH", "PATH  YAML file to load", {}, 'c'},
    {"data_dir", kValue, setText<&Options::dataFolder>, "PORTICO_DATA_DIR",
     "PATH  folder for the gateway's data"},
    {"host", kValue, setText<&Options::host>, "HOST", "ADDRESS  address to listen on (default: loopback)"},
    {"port", kValue, setPort, "PORT", "NUMBER  port to listen on (default: 4000; 0: any)"},
    {"num_workers", kValue, setWorkers, "NUM_WORKERS", "NUMBER  worker threads"},
    {"model", kValue, setText<&Options::model>, {}, "NAME  serve this model without a config file", {}, 'm'},
    {"alias", kValue, setText<&Options::alias>, {}, "NAME  public name of --model"},
    {"api_base", kValue, setText<&Options::apiBase>, {}, "URL  upstream base of --model"},
    {"api_version", kValue, setText<&Options::apiVersion>, {}, "VERSION  Azure API version of --model"},
    {"headers", kValue, setText<&Options::headers>, {}, "JSON  extra upstream headers of --model"},
    {"request_timeout", kValue, setTimeout, {}, "SECONDS  time allowed to a whole call"},
    {"temperature", kValue, setTemperature, {}, "NUMBER  set on every request"},
    {"max_tokens", kValue, setMaxTokens, {}, "NUMBER  set on every request"},
    {"max_budget", kValue, setBudget, {}, "USD  budget of the whole gateway"},
    {"drop_params",
     kNothing,
     setSwitch<&Options::dropParams>,
     {},
     "leave out parameters a provider does not know"},
    {"debug", kNothing, setSwitch<&Options::debug>, "DEBUG", "log each request"},
    {"detailed_debug", kNothing, setSwitch<&Options::detailedDebug>, "DETAILED_DEBUG", "log everything"},
    {"validate_config", kNothing, setAction<Action::ValidateConfig>, {}, "check the config and exit"},
    {"health", kNothing, setAction<Action::Health>, {}, "ask a running gateway for the health of its models"},
    {"test", kNothing, setAction<Action::Test>, {}, "send test requests to a running gateway"},
    {"setup", kNothing, setAction<Action::Setup>, {}, "open the window's first-run pages"},
    {"skip_server_startup", kNothing, setAction<Action::SkipStartup>, {}, "prepare the database and exit"},
    {"ssl_keyfile_path", kValue, setText<&Options::sslKeyFile>, "SSL_KEYFILE_PATH",
     "PATH  private key for TLS"},
    {"ssl_certfile_path", kValue, setText<&Options::sslCertFile>, "SSL_CERTFILE_PATH",
     "PATH  certificate for TLS"},
    {"keepalive_timeout", kValue, setKeepAlive, "KEEPALIVE_TIMEOUT",
     "SECONDS  idle connections are kept this long"},
    {"limit_concurrency", kValue, setConcurrency, "LIMIT_CONCURRENCY",
     "NUMBER  more requests at once get 503"},
    {"prometheus_metrics_port", kValue, setMetricsPort, "PROMETHEUS_METRICS_PORT",
     "NUMBER  extra port for /metrics"},
    {"since", kValue, setText<&Options::since>, {}, "DAY  reprice: from this day on (YYYY-MM-DD)"},
    {"dry_run", kNothing, setSwitch<&Options::dryRun>, {}, "reprice: say what would change"},
    {"provider", kValue, setText<&Options::provider>, {}, "NAME  reconcile: whose export it is"},
    {"tolerance", kValue, setTolerance, {}, "PERCENT  reconcile: by which numbers may differ (default: 0.5)"},
    {"to", kValue, setText<&Options::backupFolder>, {}, "FOLDER  of snapshots, for backup and restore"},
    {"passphrase_file",
     kValue,
     setText<&Options::passphraseFile>,
     {},
     "PATH  passphrase of a snapshot's keys, for backup and restore"},
    {"force",
     kNothing,
     setSwitch<&Options::force>,
     {},
     "restore: move aside what is there; clients: put back values that were changed since"},
    {"all", kNothing, setSwitch<&Options::all>, {}, "clients restore: every client"},
    {"version", kNothing, setAction<Action::Version>, {}, "print the version and exit", {}, 'v'},
    {"help", kNothing, setAction<Action::Usage>, {}, "print this text and exit", {}, 'h'},
    // Accepted without effect.
    {"reload", kNothing, nullptr, {}, {}, "the config is always reloaded when it changes"},
    {"local", kNothing, nullptr},
    {"telemetry", kValue, nullptr},
    {"add_key", kValue, nullptr, {}, {}, "keys are added in the window"},
    {"save", kNothing, nullptr, {}, {}, "nothing is saved; write a config file"},
    {"add_function_to_prompt", kNothing, nullptr, {}, {}, "tools are never written into the prompt"},
    {"ciphers", kValue, nullptr, {}, {}, "TLS uses the system's ciphers"},
    {"test_async", kNothing, nullptr, {}, {}, "there is no queue"},
    {"num_requests", kValue, nullptr, {}, {}, "there is no queue"},
    {"use_queue", kNothing, nullptr, {}, {}, "there is no queue"},
    {"max_requests_before_restart", kValue, nullptr, "MAX_REQUESTS_BEFORE_RESTART", {}, kNoWorkers},
    {"max_requests_before_restart_jitter",
     kValue,
     nullptr,
     "MAX_REQUESTS_BEFORE_RESTART_JITTER",
     {},
     kNoWorkers},
    {"timeout_worker_healthcheck", kValue, nullptr, {}, {}, kNoWorkers},
    {"run_gunicorn", kNothing, nullptr, {}, {}, kOneServer},
    {"run_hypercorn", kNothing, nullptr, {}, {}, kOneServer},
    {"run_granian", kNothing, nullptr, {}, {}, kOneServer},
    {"granian_threads", kValue, nullptr, {}, {}, kOneServer},
    {"log_config", kValue, nullptr, {}, {}, "logging is set by --debug, LITELLM_LOG and JSON_LOGS"},
    {"use_prisma_db_push", kNothing, nullptr, {}, {}, kNoPrisma},
    {"use_v2_migration_resolver", kNothing, nullptr, {}, {}, kNoPrisma},
    {"use_legacy_migration_resolver", kNothing, nullptr, {}, {}, kNoPrisma},
    {"enforce_prisma_migration_check", kNothing, nullptr, {}, {}, kNoPrisma},
    {"iam_token_db_auth", kNothing, nullptr, {}, {}, "the database is opened with its password"},
    {"azure_postgresql_auth", kNothing, nullptr, {}, {}, "the database is opened with its password"},
};

struct Command
{
    std::string_view name;
    Action action;
    std::size_t words;   // That may follow.
    std::string_view help;
};

constexpr Command kCommands[] = {
    {"backup", Action::Backup, 0, "save databases, config and keys, also of a running gateway"},
    {"restore", Action::Restore, 1, "[FOLDER]  put a snapshot back; without FOLDER the newest"},
    {"import-litellm", Action::Import, 0,
     "take over what is not here yet of LiteLLM's own tables in DATABASE_URL"},
    {"clients", Action::Clients, 2,
     "[list | diff CLIENT | enable CLIENT | disable CLIENT | restore --all | launch CLIENT -- ...]  point "
     "tools of "
     "this computer at the gateway, and back"},
    {"reprice", Action::Reprice, 0, "amounts for requests whose price was unknown, by today's prices"},
    {"reconcile", Action::Reconcile, 1, "FILE.csv  a provider's export beside the ledger, by day and model"},
};

const Flag *findFlag(std::string_view argument)
{
    if (argument.starts_with("--")) {
        std::string name(argument.substr(2));
        std::ranges::replace(name, '-', '_');
        const auto found = std::ranges::find(kFlags, name, &Flag::name);
        return found == std::end(kFlags) ? nullptr : found;
    }
    if (argument.size() != 2 || argument[0] != '-')
        return nullptr;
    const auto found = std::ranges::find(kFlags, argument[1], &Flag::letter);
    return found == std::end(kFlags) ? nullptr : found;
}

bool isConfigName(std::string_view argument)
{
    return argument.ends_with(".yaml") || argument.ends_with(".yml");
}

class Parser
{
public:
    Parser(const config::EnvironmentReader &environment, std::string_view program)
        : m_environment(environment)
        , m_program(program)
    {}

    ParsedCommandLine parse(const std::vector<std::string> &arguments)
    {
        // Options given on the command line win over the environment.
        for (const Flag &flag : kFlags) {
            const auto value = !flag.variable.empty() && m_environment
                                   ? m_environment(std::string(flag.variable))
                                   : std::nullopt;
            if (value && !value->empty() && flag.set && !flag.set(m_options, *value))
                return fail("invalid value '" + *value + "' of the environment variable " +
                            std::string(flag.variable));
        }
        for (std::size_t i = 0; i < arguments.size(); ++i) {
            if (const auto problem = take(arguments, i))
                return fail(*problem);
        }
        if (m_options.action == Action::Reconcile && (m_options.words.empty() || m_options.provider.empty()))
            return fail("reconcile needs a file and --provider");
        if (const auto problem = clientsProblem())
            return fail(*problem);
        if (m_options.sslKeyFile.empty() != m_options.sslCertFile.empty())
            return fail("TLS needs both --ssl_keyfile_path and --ssl_certfile_path");
        if (m_options.model.empty() && !m_options.apiBase.empty())
            m_options.notices.emplace_back("--api_base has no effect without --model");
        return {std::move(m_options), std::nullopt};
    }

private:
    ParsedCommandLine fail(const std::string &message) const
    {
        return {{}, UsageError{std::string(m_program) + ": " + message + "\n\n" + usageText(m_program)}};
    }

    // What is wrong with the words behind "clients".
    std::optional<std::string> clientsProblem() const
    {
        if (m_options.action != Action::Clients)
            return std::nullopt;
        const std::string verb = m_options.words.empty() ? "list" : m_options.words[0];
        const bool named = m_options.words.size() == 2;
        if (verb == "list")
            return named ? std::optional<std::string>("clients list takes no name") : std::nullopt;
        if (verb == "restore" && named != m_options.all)
            return std::nullopt;
        if (verb == "restore")
            return "clients restore needs a client or --all";
        constexpr std::string_view kVerbs[] = {"diff", "enable", "disable", "launch"};
        if (std::ranges::find(kVerbs, verb) == std::end(kVerbs))
            return "unknown command 'clients " + verb + "'";
        return named ? std::nullopt : std::optional<std::string>("clients " + verb + " needs a client");
    }

    // Takes the argument at i and its value; what is wrong with it, if anything.
    std::optional<std::string> take(const std::vector<std::string> &arguments, std::size_t &i)
    {
        const std::string &argument = arguments[i];
        if (argument == "--" && m_options.action == Action::Clients) {
            m_options.passed.assign(arguments.begin() + static_cast<std::ptrdiff_t>(i) + 1, arguments.end());
            i = arguments.size();
            return std::nullopt;
        }
        if (!argument.starts_with("-")) {
            if (m_command && m_options.words.size() < m_command->words) {
                m_options.words.push_back(argument);
                return std::nullopt;
            }
            const auto *command = std::ranges::find(kCommands, argument, &Command::name);
            if (!m_command && command != std::end(kCommands)) {
                m_command = command;
                m_options.action = std::min(m_options.action, command->action);
                return std::nullopt;
            }
            if (!isConfigName(argument))
                return "unknown command '" + argument + "'";
            m_options.config = argument;
            return std::nullopt;
        }
        const std::size_t equals = argument.find('=');
        const Flag *flag = findFlag(std::string_view(argument).substr(0, equals));
        if (!flag)
            return "no such option: " + argument.substr(0, equals);
        std::string value;
        if (flag->takes == Takes::Nothing && equals != std::string::npos)
            return "option --" + std::string(flag->name) + " takes no value";
        if (flag->takes == Takes::Value) {
            if (equals != std::string::npos)
                value = argument.substr(equals + 1);
            else if (++i < arguments.size())
                value = arguments[i];
            else
                return "option --" + std::string(flag->name) + " needs a value";
        }
        if (flag->set) {
            if (!flag->set(m_options, value))
                return "invalid value '" + value + "' of --" + std::string(flag->name);
        } else if (!flag->notice.empty()) {
            addNotice("--" + std::string(flag->name) + " has no effect: " + std::string(flag->notice));
        }
        return std::nullopt;
    }

    void addNotice(const std::string &notice)
    {
        if (std::ranges::find(m_options.notices, notice) == m_options.notices.end())
            m_options.notices.push_back(notice);
    }

    const config::EnvironmentReader &m_environment;
    std::string_view m_program;
    Options m_options;
    const Command *m_command = nullptr;
};

}   // namespace

ParsedCommandLine parseCommandLine(const std::vector<std::string> &arguments,
                                   const config::EnvironmentReader &environment, std::string_view program)
{
    return Parser(environment, program).parse(arguments);
}

std::string usageText(std::string_view program)
{
    std::string text = "Usage: " + std::string(program) + " [options] [command] [config.yaml]\n\nCommands:\n";
    for (const Command &command : kCommands)
        text += "  " + std::string(command.name) + "  " + std::string(command.help) + "\n";
    text += "\nOptions:\n";
    for (const Flag &flag : kFlags) {
        if (flag.help.empty())
            continue;
        text += "  --" + std::string(flag.name);
        if (flag.letter != 0)
            text += std::string(", -") + flag.letter;
        text += flag.takes == Takes::Value ? " " : "  ";
        text += std::string(flag.help) + "\n";
    }
    return text;
}

}   // namespace gw::app
