#include "app/startup.h"

#include "app/backupactions.h"
#include "app/clientactions.h"
#include "app/clientsetupactions.h"
#include "app/importaction.h"
#include "app/logsink.h"
#include "app/moneyactions.h"
#include "core/config/dotenv.h"
#include "core/engine/version.h"

#include <QSocketNotifier>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <sys/socket.h>
#include <unistd.h>

namespace gw::app {

namespace {

int signalPipe[2] = {-1, -1};

void onSignal(int number)
{
    const char byte = static_cast<char>(number);
    // Nothing can be done about a full pipe inside a signal handler, and nothing needs to be: one is enough.
    [[maybe_unused]] const auto written = write(signalPipe[1], &byte, 1);
}

struct SignalActions
{
    std::function<void()> quit;
    std::function<void()> reload;
    bool quitting = false;
};

// One table for the process, as signals are.
SignalActions &actions()
{
    static SignalActions table;
    return table;
}

void watchSignals(QObject *context)
{
    if (signalPipe[0] >= 0)
        return;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, signalPipe) != 0)
        return;
    auto *notifier = new QSocketNotifier(signalPipe[0], QSocketNotifier::Read, context);
    QObject::connect(notifier, &QSocketNotifier::activated, context, [] {
        char number = 0;
        if (read(signalPipe[0], &number, 1) != 1)
            return;
        SignalActions &table = actions();
        if (number == SIGHUP) {
            if (table.reload)
                table.reload();
        } else if (table.quitting) {
            _exit(130);
        } else if (table.quit) {
            table.quitting = true;
            table.quit();
        }
    });
}

void catchSignal(int number)
{
    struct sigaction action = {};
    action.sa_handler = &onSignal;
    action.sa_flags = SA_RESTART;
    sigaction(number, &action, nullptr);
}

bool isTrue(const std::optional<std::string> &text)
{
    return text && (*text == "true" || *text == "True" || *text == "TRUE" || *text == "1");
}

int validate(const Options &options)
{
    config::LoadOptions load;
    load.path = options.config;
    load.environment = &processEnvironment;
    const config::LoadOutcome outcome = config::loadConfig(load);
    for (const config::Diagnostic &diagnostic : outcome.diagnostics)
        std::fprintf(stderr, "%s\n", config::toText(diagnostic).c_str());
    if (!outcome.ok())
        return 1;
    std::printf("config OK (%zu models)\n", outcome.config->deployments.size());
    return 0;
}

// The key for actions on a running gateway.
std::string keyFor(const Options &options)
{
    if (!options.config.empty()) {
        config::LoadOptions load;
        load.path = options.config;
        load.environment = &processEnvironment;
        const config::LoadOutcome outcome = config::loadConfig(load);
        if (outcome.ok() && !outcome.config->general.masterKey.isEmpty())
            return outcome.config->general.masterKey.reveal();
    }
    return processEnvironment("LITELLM_MASTER_KEY").value_or("");
}

}   // namespace

std::optional<std::string> processEnvironment(const std::string &name)
{
    const char *value = std::getenv(name.c_str());
    return value ? std::optional<std::string>(value) : std::nullopt;
}

Startup beginProgram(const QStringList &arguments, std::string_view program)
{
    // Before any thread exists, since the environment has no lock.
    for (const auto &[name, value] : config::loadDotEnv(".", &processEnvironment))
        setenv(name.c_str(), value.c_str(), 0);
    std::vector<std::string> words;
    for (qsizetype i = 1; i < arguments.size(); ++i)
        words.push_back(arguments[i].toStdString());
    ParsedCommandLine parsed = parseCommandLine(words, &processEnvironment, program);
    Startup startup;
    if (parsed.error) {
        std::fprintf(stderr, "%s\n", parsed.error->message.c_str());
        startup.exitCode = kUsageExitCode;
        return startup;
    }
    startup.options = std::move(parsed.options);
    const Options &options = startup.options;
    const bool debug = options.debug || processEnvironment("LITELLM_LOG").value_or("") == "DEBUG";
    installLogSink(options.detailedDebug ? 2 : debug ? 1 : 0, isTrue(processEnvironment("JSON_LOGS")));
    for (const std::string &notice : options.notices)
        std::fprintf(stderr, "%s\n", notice.c_str());
    switch (options.action) {
    case Action::Version:
        std::printf("LiteLLM: Current Version = %s\n%.*s %s\n", std::string(engine::kLitellmVersion).c_str(),
                    static_cast<int>(program.size()), program.data(), std::string(engine::kVersion).c_str());
        startup.exitCode = 0;
        break;
    case Action::Usage:
        std::printf("%s\n", usageText(program).c_str());
        startup.exitCode = 0;
        break;
    case Action::ValidateConfig:
        startup.exitCode = validate(options);
        break;
    case Action::Health:
        startup.exitCode = runHealth(options, keyFor(options));
        break;
    case Action::Test:
        startup.exitCode = runTest(options, keyFor(options));
        break;
    case Action::Backup:
        startup.exitCode = runBackup(options);
        break;
    case Action::Restore:
        startup.exitCode = runRestore(options);
        break;
    case Action::Import:
        startup.exitCode = runImport(options);
        break;
    case Action::Clients:
        startup.exitCode = runClients(options);
        break;
    case Action::Reprice:
        startup.exitCode = runReprice(options, keyFor(options));
        break;
    case Action::Reconcile:
        startup.exitCode = runReconcile(options);
        break;
    case Action::Setup:
    case Action::SkipStartup:
    case Action::Start:
        break;
    }
    return startup;
}

void printBanner(const Backend &backend, std::uint16_t port)
{
    std::printf("LiteLLM: Proxy initialized with Config, Set models:\n");
    for (const config::Deployment &deployment : backend.config()->deployments)
        std::printf("    %s\n", deployment.modelName.c_str());
    const std::string host = backend.options().host.empty() ? "127.0.0.1" : backend.options().host;
    std::printf("Application startup complete.\nUvicorn running on http://%s:%d (Press CTRL+C to quit)\n",
                host.c_str(), port);
    std::fflush(stdout);
}

void quitOnSignals(QObject *context, std::function<void()> quit)
{
    watchSignals(context);
    actions().quit = std::move(quit);
    catchSignal(SIGTERM);
    catchSignal(SIGINT);
}

void reloadOnHangup(QObject *context, std::function<void()> reload)
{
    watchSignals(context);
    actions().reload = std::move(reload);
    catchSignal(SIGHUP);
}

}   // namespace gw::app
