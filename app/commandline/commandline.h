#pragma once

#include "core/config/yamlreader.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gw::app {

// What a command line asks for, in the order in which it is looked at.
enum class Action : std::uint8_t {
    Version,
    Usage,
    ValidateConfig,
    Health,
    Test,
    Backup,
    Restore,
    Import,
    Clients,
    Setup,
    SkipStartup,
    Reprice,
    Reconcile,
    Start
};

// The command line and its environment, checked and with defaults. Names follow the original's flags.
struct Options
{
    Action action = Action::Start;
    std::string config;       // Empty: none was named.
    std::string dataFolder;   // Empty: the platform's.
    std::string host;         // Empty: loopback; set only when asked for.
    std::uint16_t port = 4000;
    int workers = 0;     // 0: chosen by the machine.
    std::string model;   // --model: served without a config file.
    std::string alias;
    std::string apiBase;
    std::string apiVersion;
    std::string headers;   // JSON object of extra upstream headers.
    std::optional<int> requestTimeoutS;
    std::optional<double> temperature;
    std::optional<int> maxTokens;
    std::string maxBudget;   // Decimal text, USD.
    bool dropParams = false;
    bool debug = false;
    bool detailedDebug = false;
    std::string sslKeyFile;
    std::string sslCertFile;
    std::optional<int> keepAliveTimeoutS;
    std::optional<int> limitConcurrency;
    std::optional<std::uint16_t> metricsPort;
    std::string provider;   // reconcile: whose export it is.
    std::string since;      // reprice: a day, YYYY-MM-DD.
    bool dryRun = false;    // reprice: nothing is changed.
    double tolerancePercent = 0.5;
    std::string backupFolder;           // --to: where snapshots lie; empty: in the data folder.
    std::string passphraseFile;         // Of a backup's vault.
    bool force = false;                 // restore: what is there goes aside.
    bool all = false;                   // clients restore: every one.
    std::vector<std::string> words;     // Behind the command.
    std::vector<std::string> passed;    // clients launch: what stands behind "--", for the client.
    std::vector<std::string> notices;   // One line each for flags that have no effect.

    // TLS needs both files.
    bool usesTls() const { return !sslKeyFile.empty() && !sslCertFile.empty(); }
};

// A command line that cannot be used: goes to stderr, exit code 2.
struct UsageError
{
    std::string message;   // Ends with the usage text.
};

struct ParsedCommandLine
{
    Options options;
    std::optional<UsageError> error;
};

inline constexpr int kUsageExitCode = 2;

// arguments without the program's own name. Pure: reads no file and no environment but by the function given.
ParsedCommandLine parseCommandLine(const std::vector<std::string> &arguments,
                                   const config::EnvironmentReader &environment, std::string_view program);
std::string usageText(std::string_view program);

}   // namespace gw::app
