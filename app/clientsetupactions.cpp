#include "app/clientsetupactions.h"

#include "app/backupactions.h"
#include "app/clientactions.h"
#include "core/auth/masterkey.h"
#include "core/clientsetup/launch.h"
#include "core/clientsetup/probing.h"
#include "core/config/vault.h"

#include <QFile>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <unistd.h>

namespace gw::app {

namespace {

using namespace clientsetup;

constexpr int kUnauthorized = 401;
constexpr int kForbidden = 403;

int fail(const std::string &message)
{
    std::fprintf(stderr, "%s\n", message.c_str());
    return 1;
}

const char *wordOf(State state)
{
    switch (state) {
    case State::Missing:
        return "not installed";
    case State::Off:
        return "not connected";
    case State::Connected:
        return "connected";
    case State::Drifted:
        return "changed outside";
    case State::Managed:
        return "managed by policy";
    case State::Manual:
        return "by hand";
    case State::Never:
        return "cannot be connected";
    }
    return "";
}

std::string shownValue(const std::optional<json::Value> &value)
{
    if (!value)
        return "nothing";
    // Values that somebody has put in the place of a key may be keys.
    const std::string text = json::serialize(*value);
    return text.find("sk-") == std::string::npos ? text : "a key";
}

void tell(const Drift &drift, const Surroundings &here)
{
    std::printf("%s: %s is %s by now\n", here.shown(drift.file).c_str(), lossless::toText(drift.path).c_str(),
                shownValue(drift.now).c_str());
}

// The master key of the gateway that the options mean; empty: it asks for none.
Result<Secret> masterKeyOf(const Options &options, const BackendPaths &paths)
{
    auth::MasterKeyInputs inputs;
    if (QFile::exists(paths.config)) {
        config::LoadOptions load;
        load.path = paths.config.toStdString();
        load.environment = &processEnvironment;
        const config::LoadOutcome outcome = config::loadConfig(load);
        if (outcome.ok())
            inputs.fromConfig = outcome.config->general.masterKey;
    }
    inputs.configNamed = !options.config.empty();
    inputs.host = options.host;
    inputs.environment = &processEnvironment;
    inputs.readVault = [&paths]() -> Result<Secret> {
        const std::string folder = paths.data.toStdString();
        config::Vault vault(folder + "/vault");
        if (!vault.exists())
            return Secret();
        GW_CHECK(vault.open(vaultKeyOf(folder)));
        const std::vector<std::string> names = vault.names();
        return std::ranges::find(names, kMasterKeyEntry) == names.end() ? Secret()
                                                                        : vault.resolve(kMasterKeyEntry);
    };
    const auth::MasterKeyChoice choice = auth::chooseMasterKey(inputs);
    if (!choice.problem.empty())
        return Error{ErrorCode::SecretAway, choice.problem};
    if (choice.source == auth::MasterKeySource::Generated)
        return Error{ErrorCode::SecretAway,
                     "no master key is known; start the gateway once, or set LITELLM_MASTER_KEY"};
    return choice.key;
}

class Desk
{
public:
    explicit Desk(const Options &options)
        : m_options(options)
        , m_paths(pathsFor(options))
        , m_setup(surroundingsHere(), clientsFolder(m_paths.data.toStdString()))
    {}

    int run()
    {
        for (const std::string &file : m_setup.recover())
            std::fprintf(stderr, "%s was put back: a change was cut short\n", shown(file).c_str());
        const std::string verb = m_options.words.empty() ? "list" : m_options.words[0];
        if (verb == "list")
            return list();
        if (verb == "restore" && m_options.all)
            return restoreAll();
        const std::string &client = m_options.words[1];
        if (verb == "disable" || verb == "restore")
            return disable(client);
        const ClientRow *row = findClient(client);
        if (!row)
            return fail("there is no client '" + client + "'; 'clients list' names them");
        if (verb == "launch")
            return launch(*row);
        if (row->kind == Kind::Never)
            return fail(row->name + ": " + row->reason);
        if (row->kind == Kind::Manual)
            return byHand(*row);
        return verb == "diff" ? diff(*row) : enable(*row);
    }

private:
    std::string shown(const std::string &path) const { return m_setup.here().shown(path); }

    int list() const
    {
        std::vector<std::string> programs;
        std::vector<std::pair<const ClientRow *, Standing>> all;
        for (const ClientRow &row : clients()) {
            all.emplace_back(&row, m_setup.look(row));
            if (!all.back().second.program.empty() && row.kind == Kind::Files)
                programs.push_back(all.back().second.program);
        }
        const auto versions = versionsOf(programs);
        for (const auto &[row, standing] : all) {
            const auto version = versions.find(standing.program);
            std::string place = standing.state == State::Managed ? standing.policy
                                : standing.files.empty()         ? std::string()
                                                                 : shown(standing.files.front());
            std::printf("%-15s %-20s %-10s %s\n", row->id.c_str(), wordOf(standing.state),
                        version == versions.end() ? "" : version->second.c_str(), place.c_str());
            for (const Drift &drift : standing.drifts)
                tell(drift, m_setup.here());
            if (!standing.problem.empty())
                std::printf("%s\n", standing.problem.c_str());
        }
        return 0;
    }

    // An answer of the gateway that runs; an error when nobody listens.
    Result<Answer> ask(const std::string &path, const std::string &body = {}) const
    {
        const Answer answer = askGateway(m_options, m_master.reveal(), path.c_str(), body);
        if (answer.status == 0)
            return Error{ErrorCode::UpstreamConnection, "no gateway answers on port " +
                                                            std::to_string(m_options.port) + " (" +
                                                            answer.body + "); start it, or name its --port"};
        return answer;
    }

    // The client's own key, which the gateway knows once this has returned, unless it is only to be shown.
    Result<Secret> keyFor(const ClientRow &row, bool toUse)
    {
        GW_TRY(m_master, masterKeyOf(m_options, m_paths));
        if (m_master.isEmpty()) {
            GW_CHECK(ask("/health/liveliness"));
            return openKey(row.id);
        }
        Secret key = clientKey(m_master, row.id, m_setup.turn(row.id));
        if (!toUse)
            return key;
        GW_TRY(const Answer known, ask("/key/info?key=" + key.reveal()));
        if (known.status == 200)
            return key;
        if (known.status == kUnauthorized || known.status == kForbidden)
            return Error{ErrorCode::UnknownKey, "the gateway does not take this master key"};
        if (m_setup.holds(row.id, key)) {
            GW_CHECK(m_setup.nextTurn(row.id));   // Somebody has removed the key that it had.
            key = clientKey(m_master, row.id, m_setup.turn(row.id));
        }
        Answer made;
        for (int number = 1; number <= kMostAliases; ++number) {
            GW_TRY(made, ask("/key/generate", json::serialize(keyWish(key, row.id, number))));
            if (made.status == 200)
                return key;
            if (made.body.find("already exists") == std::string::npos)
                break;
        }
        std::fprintf(stderr, "The gateway makes no key (HTTP %d); the master key is used.\n", made.status);
        return m_master;
    }

    Result<Connection> connect(const ClientRow &row, bool toUse = true)
    {
        const std::string host =
            m_options.host.empty() || m_options.host == "0.0.0.0" ? "127.0.0.1" : m_options.host;
        Connection connection{"http://" + host + ":" + std::to_string(m_options.port), {}, m_options.model};
        GW_TRY(connection.key, keyFor(row, toUse));
        if (connection.model.empty() && row.model == NeedsModel::Needed) {
            GW_TRY(connection.model, firstModel());
            std::fprintf(stderr, "Model: %s (another one: --model NAME)\n", connection.model.c_str());
        }
        return connection;
    }

    Result<std::string> firstModel() const
    {
        GW_TRY(const Answer answer, ask("/v1/models"));
        const auto parsed = json::parse(answer.body);
        const json::Object *object = parsed.ok() ? parsed.value().if_object() : nullptr;
        const json::Array *models = object ? json::findArray(*object, "data") : nullptr;
        if (!models || models->empty() || !models->front().is_object())
            return Error{ErrorCode::NoModels, "the gateway has no models; name one with --model"};
        return std::string(json::stringOr(models->front().get_object(), "id"));
    }

    int diff(const ClientRow &row)
    {
        const auto connection = connect(row, false);
        if (!connection.ok())
            return fail(connection.error().message);
        const auto plan = m_setup.plan(row, connection.value());
        if (!plan.ok())
            return fail(plan.error().message);
        std::fputs(plan.value().diff(m_setup.here(), connection.value().key).c_str(), stdout);
        return 0;
    }

    int enable(const ClientRow &row)
    {
        const auto connection = connect(row);
        if (!connection.ok())
            return fail(connection.error().message);
        const auto plan = m_setup.plan(row, connection.value());
        if (!plan.ok())
            return fail(plan.error().message);
        const auto applied = m_setup.apply(plan.value());
        if (!applied.ok())
            return fail(applied.error().message);
        for (const FileChange &file : plan.value().files)
            std::printf("changed %s\n", shown(file.path).c_str());
        if (const Standing now = m_setup.look(row); now.state == State::Managed)
            std::fprintf(stderr, "%s counts instead of these files\n", now.policy.c_str());
        if (!row.note.empty())
            std::printf("%s\n", row.note.c_str());
        if (row.asksForKey)
            std::printf("Its key: %s\n", connection.value().key.reveal().c_str());
        return 0;
    }

    int byHand(const ClientRow &row)
    {
        const auto connection = connect(row);
        if (!connection.ok())
            return fail(connection.error().message);
        std::printf("%s is connected by hand:\n", row.name.c_str());
        for (const std::string &step : row.steps)
            std::printf("- %s\n", step.c_str());
        std::printf("\n%s\n", fill(row.snippet, connection.value()).c_str());
        return 0;
    }

    int disable(const std::string &client)
    {
        const auto undone = m_setup.undo(client, m_options.force ? OnDrift::PutBack : OnDrift::Keep);
        if (!undone.ok())
            return fail(undone.error().message);
        for (const std::string &file : undone.value().restored) {
            const auto &exact = undone.value().exact;
            const bool same = std::find(exact.begin(), exact.end(), file) != exact.end();
            std::printf("%s %s\n", same ? "restored" : "took our values out of", shown(file).c_str());
        }
        for (const Drift &drift : undone.value().drifts) {
            tell(drift, m_setup.here());
            if (!m_options.force)
                std::printf("  it stays so; disable --force would make it %s again\n",
                            shownValue(drift.before).c_str());
        }
        return 0;
    }

    int restoreAll()
    {
        int worst = 0;
        for (const std::string &client : m_setup.connected())
            worst = std::max(worst, disable(client));
        return worst;
    }

    int launch(const ClientRow &row)
    {
        const auto connection = connect(row);
        if (!connection.ok())
            return fail(connection.error().message);
        const auto launch =
            launchOf(row, m_setup.here(), connection.value(), m_options.passed, m_setup.folder());
        if (!launch.ok())
            return fail(launch.error().message);
        for (const auto &[name, value] : launch.value().environment)
            ::setenv(name.c_str(), value.c_str(), 1);
        std::vector<std::string> words{launch.value().program};
        words.insert(words.end(), launch.value().arguments.begin(), launch.value().arguments.end());
        std::vector<char *> pointers;
        for (std::string &word : words)
            pointers.push_back(word.data());
        pointers.push_back(nullptr);
        std::fflush(nullptr);
        ::execv(pointers[0], pointers.data());
        return fail("cannot start " + launch.value().program + ": " + std::strerror(errno));
    }

    const Options &m_options;
    const BackendPaths m_paths;
    Setup m_setup;
    Secret m_master;
};

}   // namespace

std::string clientsFolder(const std::string &dataFolder)
{
    return dataFolder + "/clients";
}

int runClients(const Options &options)
{
    return Desk(options).run();
}

}   // namespace gw::app
