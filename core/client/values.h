#pragma once

#include "core/base/ids.h"
#include "core/base/secret.h"

#include <QString>
#include <QStringList>

#include <cstdint>
#include <vector>

// What windows and gateways exchange: plain values. Money is in 10^-12 USD, times in microseconds since the
// Unix epoch.
namespace gw::client {

using Token = std::uint64_t;

enum class EngineState { Stopped, Starting, Running, PortBusy, Failed };

// Where a gateway is, seen from the window.
struct Place
{
    enum class Reach { Here, Connecting, Connected, Lost, Refused };

    Reach reach = Reach::Here;
    QString name = {};      // For people; empty: this computer.
    QString address = {};   // "https://gateway.example:4000"
    QString problem = {};   // Why it is lost or refused, in words for a user.

    bool elsewhere() const { return reach != Reach::Here; }
    bool away() const { return reach == Reach::Lost || reach == Reach::Refused; }
};

struct Status
{
    EngineState state = EngineState::Stopped;
    QString url;   // "http://localhost:4000/v1"
    int port = 4000;
    QString problem;           // Why it does not run, in words for a user; empty when it does.
    QString portOwner;         // PortBusy: "node (pid 812)", where it can be found out.
    QString keySource;         // What opens the vault: "Secret Service", "Key file", "Passphrase" ...
    QString masterKeyMasked;   // "sk-...1a2b"; empty: no key needed.
    QString configPath;
    QString configProblem;   // Why the last change of the config is not in force; with file and line.
    QString version;
    std::uint64_t opened = 0;   // Ledger rows since the start: opened = closed + broken + running.
    std::uint64_t closed = 0;
    std::uint64_t broken = 0;
    int deployments = 0;
    bool paused = false;            // Every request is refused with 503 until it is resumed.
    QStringList refusedOrigins;     // Of pages and apps that asked and are not allowed; newest first.
    std::int64_t lostSinceUs = 0;   // Nothing came from the gateway since then; 0: it answers.
};

struct RequestRow
{
    Id128 request;
    std::int64_t startedUs = 0;
    std::int64_t durationUs = 0;
    std::int64_t firstByteUs = -1;
    QString client;   // Program by User-Agent.
    QString keyAlias;
    QString requestedModel;
    QString servedModel;
    QString provider;
    int status = 0;   // HTTP status the client got; 0 while it runs.
    int attempts = 1;
    std::int64_t input = -1;   // Tokens; -1 unknown.
    std::int64_t cached = -1;
    std::int64_t output = -1;
    std::int64_t costPico = 0;
    bool estimated = false;
    bool unpriced = false;
    bool mock = false;
    bool stream = false;
    QString error;
};

struct Today
{
    std::int64_t requests = 0;
    std::int64_t failures = 0;
    std::int64_t input = 0;
    std::int64_t output = 0;
    std::int64_t costPico = 0;
    std::int64_t overheadP95Us = -1;
    std::int64_t unpriced = 0;
    // 24 hours, local time.
    std::vector<std::int64_t> requestsByHour;
    std::vector<std::int64_t> tokensByHour;
    std::vector<std::int64_t> costPicoByHour;
};

struct CatalogEntry
{
    QString id;
    QString name;
    QString category;   // "commercial", "aggregator", "local" ...
    QString baseUrl;    // Empty: the user must give one.
    QString keyUrl;     // Where a key is made.
    QString docsUrl;
    QString note;   // status of the row, for the user.
    int defaultPort = 0;
    bool needsKey = true;
    bool local = false;
    bool supported = true;   // False: calls answer 501; reason says why.
    bool unverified = false;
    QString reason;
};

struct ProviderAccount
{
    QString providerId;
    QString name;   // The account's own name, else the provider's.
    QString baseUrl;
    QString keyState;     // "keychain/openai", "environment OPENAI_API_KEY", "in config.yaml", "none".
    QString problem;      // Empty: usable.
    QStringList models;   // Public names it serves.
    bool local = false;
    QString id = {};         // Stable until its provider, address, name or key changes.
    bool inVault = false;    // Its key is kept in the vault.
    QString readOnly = {};   // Why the window cannot change it; empty: it can.
};

struct ProviderDraft
{
    QString providerId;
    QString name;      // Names the key in the vault; empty: the provider's id.
    QString baseUrl;   // Empty: the provider's own.
    Secret key;
};

struct TestStep
{
    enum class Kind { Resolve, Connect, Tls, Key, Models, Stream };
    enum class State { Waiting, Running, Passed, Failed, Skipped };

    Kind kind = Kind::Resolve;
    State state = State::Waiting;
    std::int64_t tookUs = 0;
    QString detail;   // "42 models", or why it failed, with a hint.
};

struct TestResult
{
    bool ok = false;
    QString problem;
    QStringList models;   // As the provider lists them.
};

struct AddResult
{
    bool ok = false;
    QString problem;
    QStringList added;   // Public model names.
};

}   // namespace gw::client
