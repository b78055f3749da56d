#include "core/localclient/inprocessclients.h"

#include "core/clientsetup/launch.h"
#include "core/clientsetup/probing.h"
#include "core/config/configfiles.h"
#include "core/localclient/holderrows.h"
#include "core/localclient/texts.h"
#include "core/localclient/toolrows.h"

#include <QDateTime>
#include <QProcess>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace gw::client {

namespace {

using clientsetup::ClientRow;
using clientsetup::Connection;

clientsetup::OnDrift meaning(OnToolDrift onDrift)
{
    return onDrift == OnToolDrift::Ask    ? clientsetup::OnDrift::Ask
           : onDrift == OnToolDrift::Keep ? clientsetup::OnDrift::Keep
                                          : clientsetup::OnDrift::PutBack;
}

bool start(const clientsetup::Launch &launch)
{
    QProcess process;
    process.setProgram(text(launch.program));
    process.setArguments(texts(launch.arguments));
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const auto &[name, value] : launch.environment)
        environment.insert(text(name), text(value));
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(environment.value(u"HOME"_s, u"/"_s));
    return process.startDetached();
}

}   // namespace

InProcessClients::InProcessClients(ClientsParts parts, QObject *parent)
    : ClientsClient(parent)
    , m_parts(std::move(parts))
    , m_box(this)
    , m_setup(m_parts.here, m_parts.notes)
    , m_worker(new QObject)
{
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.setObjectName(u"clients"_s);
    m_thread.start();
    if (m_parts.keys)
        connect(m_parts.keys, &KeysClient::changed, this, &InProcessClients::handleMade);
    if (!m_parts.notes.empty())
        work([this] { m_setup.recover(); });
}

InProcessClients::~InProcessClients()
{
    m_box.close();
    m_thread.quit();
    m_thread.wait();
}

void InProcessClients::work(std::function<void()> call)
{
    QMetaObject::invokeMethod(m_worker, std::move(call), Qt::QueuedConnection);
}

std::string InProcessClients::base() const
{
    QUrl url(m_parts.url());
    // Names are looked up anew by each tool, and not by all to the same address.
    if (url.host() == u"localhost"_s && url.scheme() == u"http"_s)
        url.setHost(u"127.0.0.1"_s);
    url.setPath({});
    return url.toString().toStdString();
}

Secret InProcessClients::keyOf(const std::string &tool, const Secret &master) const
{
    if (master.isEmpty())
        return clientsetup::openKey(tool);
    return m_parts.directory ? clientsetup::clientKey(master, tool, m_setup.turn(tool)) : master;
}

bool InProcessClients::isKnown(const Secret &key) const
{
    return m_parts.masterKey().isEmpty() || !m_parts.directory || !m_parts.keys ||
           m_parts.directory->keys().find(config::textHash(key.reveal()));
}

void InProcessClients::chooseKey(const std::string &tool, WithSecret then)
{
    const Secret master = m_parts.masterKey();
    work([this, tool, master, then = std::move(then)] {
        const Secret key = keyOf(tool, master);
        const bool linked = m_setup.holds(tool, key);
        m_box.post([this, tool, master, key, linked, then] {
            if (!linked || isKnown(key)) {
                then(key);
                return;
            }
            // Somebody has removed the key that it had.
            work([this, tool, master, then] {
                static_cast<void>(m_setup.nextTurn(tool));
                m_box.post([then, next = keyOf(tool, master)] { then(next); });
            });
        });
    });
}

void InProcessClients::haveKey(const std::string &tool, WithKey then)
{
    chooseKey(tool, [this, tool, then = std::move(then)](const Secret &key) {
        if (isKnown(key))
            then(key, {});
        else
            makeKey({tool, key, 1, then});
    });
}

void InProcessClients::makeKey(Wish wish)
{
    const Token token = m_parts.keys->generate(clientsetup::keyWish(wish.key, wish.tool, wish.number));
    m_wishes[token] = std::move(wish);
}

void InProcessClients::handleMade(Token token, const HolderChange &change)
{
    const auto found = m_wishes.find(token);
    if (found == m_wishes.end())
        return;
    Wish wish = std::move(found->second);
    m_wishes.erase(found);
    if (change.ok) {
        wish.then(wish.key, {});
    } else if (change.problem.contains(u"already exists"_s) && wish.number < clientsetup::kMostAliases) {
        ++wish.number;
        makeKey(std::move(wish));
    } else {
        wish.then({}, tr("No key could be made: %1").arg(change.problem));
    }
}

void InProcessClients::addKeys(ToolList &list, const std::map<QString, std::string> &hashes) const
{
    if (!m_parts.directory)
        return;
    const std::int64_t nowS = QDateTime::currentSecsSinceEpoch();
    for (Tool &tool : list.tools) {
        const auto hash = hashes.find(tool.id);
        const auto key = hash == hashes.end() ? nullptr : m_parts.directory->keys().find(hash->second);
        if (!key)
            continue;
        const HolderRow row = toRow(*m_parts.directory, *key, {}, nowS);
        tool.keyId = row.id;
        tool.keyBlocked = row.blocked;
        tool.spentPico = row.spentPico;
        tool.budgetPico = row.counts.budgetPico;
        tool.resetS = row.resetS;
    }
}

Token InProcessClients::look(bool versions)
{
    const Token token = m_parts.nextToken();
    work([this, token, versions, base = base(), master = m_parts.masterKey()] {
        ToolList list;
        std::map<QString, std::string> hashes;
        std::map<QString, std::string> programs;
        std::vector<std::string> all;
        for (const ClientRow &row : clientsetup::clients()) {
            const clientsetup::Standing standing = m_setup.look(row);
            list.tools.push_back(toTool(row, standing, m_parts.here, base));
            hashes[text(row.id)] = config::textHash(keyOf(row.id, master).reveal());
            if (!standing.program.empty()) {
                programs[text(row.id)] = standing.program;
                all.push_back(standing.program);
            }
        }
        list.done = all.empty() || !versions;
        const auto tell = [this, token, hashes](ToolList what) {
            m_box.post([this, token, hashes, what = std::move(what)]() mutable {
                addKeys(what, hashes);
                Q_EMIT found(token, what);
            });
        };
        tell(list);
        if (list.done)
            return;
        const auto answers = clientsetup::versionsOf(all);
        for (Tool &tool : list.tools) {
            const auto program = programs.find(tool.id);
            if (program != programs.end())
                tool.version = text(answers.at(program->second));
        }
        list.done = true;
        tell(list);
    });
    return token;
}

Token InProcessClients::plan(const QString &tool, const QString &model)
{
    const Token token = m_parts.nextToken();
    chooseKey(tool.toStdString(), [this, token, tool, model](const Secret &key) {
        work([this, token, tool, model, key, base = base()] {
            ToolPlan out;
            const ClientRow *row = clientsetup::findClient(tool.toStdString());
            const auto plan = row ? m_setup.plan(*row, {base, key, model.toStdString()})
                                  : Result<clientsetup::Plan>(Error{.message = "there is no such client"});
            if (plan.ok())
                out = toPlan(plan.value(), m_parts.here, key);
            else
                out.problem = text(plan.error().message);
            out.tool = tool;
            out.model = model;
            m_box.post([this, token, out] { Q_EMIT planned(token, out); });
        });
    });
    return token;
}

void InProcessClients::tellChange(Token token, const QString &tool, const Result<void> &result) const
{
    ToolChange change{.ok = result.ok(), .tool = tool};
    if (!result.ok())
        change.problem = text(result.error().message);
    auto *self = const_cast<InProcessClients *>(this);
    m_box.post([self, token, change] { Q_EMIT self->changed(token, change); });
}

Token InProcessClients::apply(const QString &tool, const QString &model, const QString &seen)
{
    const Token token = m_parts.nextToken();
    haveKey(tool.toStdString(), [this, token, tool, model, seen](const Secret &key, const QString &problem) {
        if (!problem.isEmpty()) {
            tellChange(token, tool, Error{.message = problem.toStdString()});
            return;
        }
        work([this, token, tool, model, seen, key, base = base()] {
            const ClientRow *row = clientsetup::findClient(tool.toStdString());
            const auto plan = row ? m_setup.plan(*row, {base, key, model.toStdString()})
                                  : Result<clientsetup::Plan>(Error{.message = "there is no such client"});
            if (!plan.ok()) {
                tellChange(token, tool, plan.error());
                return;
            }
            if (fingerprint(plan.value()) != seen) {
                tellChange(token, tool,
                           Error{.message = tr("Its files have changed meanwhile. Look at the change again.")
                                                .toStdString()});
                return;
            }
            const Result<void> applied = m_setup.apply(plan.value());
            ToolChange change{.ok = applied.ok(), .tool = tool};
            if (!applied.ok())
                change.problem = text(applied.error().message);
            else if (row->asksForKey)
                change.key = key;
            m_box.post([this, token, change] { Q_EMIT changed(token, change); });
        });
    });
    return token;
}

Token InProcessClients::undo(const QString &tool, OnToolDrift onDrift)
{
    const Token token = m_parts.nextToken();
    work([this, token, tool, onDrift] {
        const auto undone = m_setup.undo(tool.toStdString(), meaning(onDrift));
        ToolChange change{.tool = tool};
        if (undone.ok()) {
            change.ok = undone.value().done;
            for (const clientsetup::Drift &drift : undone.value().drifts)
                change.drifts.push_back(toDrift(drift, m_parts.here));
        } else {
            change.problem = text(undone.error().message);
        }
        m_box.post([this, token, change] { Q_EMIT changed(token, change); });
    });
    return token;
}

Token InProcessClients::accept(const QString &tool)
{
    const Token token = m_parts.nextToken();
    work([this, token, tool] { tellChange(token, tool, m_setup.accept(tool.toStdString())); });
    return token;
}

Token InProcessClients::launch(const QString &tool, const QString &model)
{
    const Token token = m_parts.nextToken();
    haveKey(tool.toStdString(), [this, token, tool, model](const Secret &key, const QString &problem) {
        if (!problem.isEmpty()) {
            tellChange(token, tool, Error{.message = problem.toStdString()});
            return;
        }
        work([this, token, tool, model, key, base = base()] {
            const ClientRow *row = clientsetup::findClient(tool.toStdString());
            if (!row)
                return;
            auto launch = clientsetup::launchOf(*row, m_parts.here, {base, key, model.toStdString()}, {},
                                                m_setup.folder());
            if (launch.ok() && row->terminal)
                launch = clientsetup::inTerminal(launch.value(), m_parts.here);
            Result<void> result;
            if (!launch.ok())
                result = launch.error();
            else if (!start(launch.value()))
                result = Error{
                    .message = tr("%1 cannot be started.").arg(text(launch.value().program)).toStdString()};
            tellChange(token, tool, result);
        });
    });
    return token;
}

Token InProcessClients::requestSnippets(const QString &tool, const QString &model)
{
    const Token token = m_parts.nextToken();
    const auto tell = [this, token](const ToolSnippets &snippets) {
        m_box.post([this, token, snippets] { Q_EMIT snippetsReady(token, snippets); });
    };
    const std::string name = model.isEmpty() ? "MODEL" : model.toStdString();
    if (tool.isEmpty()) {
        tell({snippetsOf(nullptr, {base(), Secret("YOUR_KEY"), name}), {}});
        return token;
    }
    haveKey(tool.toStdString(), [this, tool, name, tell](const Secret &key, const QString &problem) {
        const ClientRow *row = clientsetup::findClient(tool.toStdString());
        if (row && problem.isEmpty())
            tell({snippetsOf(row, {base(), key, name}), {}});
        else
            tell({{}, problem});
    });
    return token;
}

}   // namespace gw::client
