#include "core/localclient/inprocessaccounts.h"

#include "core/localclient/configchanger.h"
#include "core/localclient/texts.h"

#include <QUrl>

#include <algorithm>

namespace gw::client {

namespace {

ChangeResult refusal(const QString &problem)
{
    return {false, problem, false};
}

ChangeResult gone()
{
    return refusal(
        InProcessAccounts::tr("This account is not there any more: the configuration has changed."));
}

bool isWebAddress(const QString &address)
{
    const QUrl url(address, QUrl::StrictMode);
    return url.isValid() && !url.host().isEmpty() &&
           (url.scheme() == QLatin1StringView("http") || url.scheme() == QLatin1StringView("https"));
}

QString withoutSlash(QString address)
{
    while (address.endsWith(QLatin1Char('/')))
        address.chop(1);
    return address;
}

// The rows of an account; empty when one of them cannot be found.
std::vector<config::ModelRow> rowsOf(const config::ConfigFiles &files, const Account &account)
{
    std::vector<config::ModelRow> rows;
    for (const config::Deployment *deployment : account.deployments) {
        auto row = rowOf(files, *deployment);
        if (!row)
            return {};
        rows.push_back(std::move(*row));
    }
    return rows;
}

// Sets one value in every row, or removes it there.
void editAll(std::vector<config::Edit> &edits, const config::ConfigFiles &files,
             const std::vector<config::ModelRow> &rows, const char *section, const char *key,
             const std::string &wanted)
{
    for (const config::ModelRow &row : rows) {
        const config::Path path = pathIn(row, section, key);
        const auto now = files.value(path);
        if (wanted.empty() && now)
            edits.push_back({config::Edit::Op::Remove, path});
        else if (!wanted.empty() && (!now || *now != json::Value(wanted)))
            edits.push_back({config::Edit::Op::Set, path, json::Value(wanted), true});
    }
}

}   // namespace

InProcessAccounts::InProcessAccounts(const InProcessParts &parts, ConfigChanger &changer,
                                     std::function<Token()> nextToken,
                                     std::function<Token(const ProviderDraft &)> test)
    : m_parts(parts)
    , m_changer(changer)
    , m_nextToken(std::move(nextToken))
    , m_test(std::move(test))
{}

Token InProcessAccounts::answer(const ChangeResult &result)
{
    const Token token = m_nextToken();
    QMetaObject::invokeMethod(
        this, [this, token, result] { Q_EMIT changed(token, result); }, Qt::QueuedConnection);
    return token;
}

QStringList InProcessAccounts::upstreamModels(const QString &id) const
{
    const config::ConfigPtr config = m_parts.config();
    const std::vector<Account> accounts = accountsOf(m_parts, *config);
    const Account *account = accountById(accounts, id);
    return account ? account->upstream : QStringList();
}

ChangeResult InProcessAccounts::change(const QString &id, const AccountChange &change)
{
    const config::ConfigPtr config = m_parts.config();
    const std::vector<Account> accounts = accountsOf(m_parts, *config);
    const Account *account = accountById(accounts, id);
    const auto files = config::ConfigFiles::read(m_parts.configPath.toStdString());
    const auto rows = account ? rowsOf(files, *account) : std::vector<config::ModelRow>();
    if (rows.empty())
        return gone();
    if (change.models.isEmpty())
        return refusal(tr("An account needs a model. To be rid of it, delete it."));
    const QString base = withoutSlash(change.baseUrl.trimmed());
    if (!base.isEmpty() && !isWebAddress(base))
        return refusal(tr("The address must begin with https:// or http:// and name a computer."));
    std::vector<config::Edit> edits;
    if (change.name.trimmed() != account->shown.name)
        editAll(edits, files, rows, kInfo, "account", change.name.trimmed().toStdString());
    if (base != account->shown.baseUrl)
        editAll(edits, files, rows, kParams, "api_base", base.toStdString());
    QStringList taken;
    for (const config::Deployment &deployment : config->deployments)
        taken << text(deployment.modelName);
    std::size_t added = 0;
    for (const QString &model : change.models) {
        if (account->upstream.contains(model))
            continue;
        // Another provider's model of that name would share its traffic; nobody asked for that here.
        const QString name =
            taken.contains(model) ? account->shown.providerId + QLatin1Char('/') + model : model;
        json::Object row = rowLike(files, rows.front(), *account, name.toStdString(), model.toStdString());
        json::Object &params = row[kParams].as_object();
        if (base != account->shown.baseUrl) {
            params.erase("api_base");
            if (!base.isEmpty())
                params["api_base"] = base.toStdString();
        }
        if (change.name.trimmed() != account->shown.name && !change.name.trimmed().isEmpty())
            row[kInfo] = json::Object{{"account", change.name.trimmed().toStdString()}};
        edits.push_back(appendRow(files, std::move(row), added++));
    }
    std::vector<const config::Deployment *> dropped;
    for (qsizetype i = 0; i < account->upstream.size(); ++i)
        if (!change.models.contains(account->upstream[i]))
            dropped.push_back(account->deployments[std::size_t(i)]);
    const auto removed = removals(files, dropped);
    if (!removed.ok())
        return gone();
    // Behind the others: what is written above names rows by their places.
    edits.insert(edits.end(), removed.value().begin(), removed.value().end());
    if (edits.empty())
        return {true, {}, false};
    return m_changer.apply(files, edits);
}

std::string InProcessAccounts::freeVaultName(const Account &account) const
{
    std::string name;
    for (const QChar c : account.shown.name)
        name += c.isLetterOrNumber() && c.unicode() < 0x80 ? static_cast<char>(c.toLower().unicode()) : '-';
    const std::vector<std::string> names = m_parts.vault.names();
    std::string candidate = name;
    for (int i = 2; std::ranges::find(names, candidate) != names.end(); ++i)
        candidate = name + "-" + std::to_string(i);
    return candidate;
}

ChangeResult InProcessAccounts::rotate(const QString &id, const Secret &key)
{
    const config::ConfigPtr config = m_parts.config();
    const std::vector<Account> accounts = accountsOf(m_parts, *config);
    const Account *account = accountById(accounts, id);
    const auto files = config::ConfigFiles::read(m_parts.configPath.toStdString());
    const auto rows = account ? rowsOf(files, *account) : std::vector<config::ModelRow>();
    if (rows.empty())
        return gone();
    if (key.isEmpty())
        return refusal(tr("Enter the new key."));
    const std::string name = account->vaultName.empty() ? freeVaultName(*account) : account->vaultName;
    std::vector<config::Edit> edits;
    editAll(edits, files, rows, kParams, "api_key", "keychain/" + name);
    m_changer.store(name, key);
    return m_changer.apply(files, edits);
}

ChangeResult InProcessAccounts::remove(const QString &id, bool forgetKey)
{
    const config::ConfigPtr config = m_parts.config();
    const std::vector<Account> accounts = accountsOf(m_parts, *config);
    const Account *account = accountById(accounts, id);
    if (!account)
        return gone();
    const auto files = config::ConfigFiles::read(m_parts.configPath.toStdString());
    const auto edits = removals(files, account->deployments);
    if (!edits.ok())
        return gone();
    if (forgetKey && !account->vaultName.empty() && sharesKeyWith(id).isEmpty())
        m_changer.forget(account->vaultName);
    return m_changer.apply(files, edits.value());
}

Token InProcessAccounts::changeAccount(const QString &id, const AccountChange &wanted)
{
    return answer(change(id, wanted));
}

Token InProcessAccounts::rotateKey(const QString &id, const Secret &key)
{
    return answer(rotate(id, key));
}

Token InProcessAccounts::removeAccount(const QString &id, bool forgetKey)
{
    return answer(remove(id, forgetKey));
}

RemovalEffect InProcessAccounts::removalOf(const QString &id) const
{
    const config::ConfigPtr config = m_parts.config();
    const std::vector<Account> accounts = accountsOf(m_parts, *config);
    const Account *account = accountById(accounts, id);
    return account ? client::removalOf(*config, account->deployments, account->upstream) : RemovalEffect();
}

QStringList InProcessAccounts::sharesKeyWith(const QString &id) const
{
    const config::ConfigPtr config = m_parts.config();
    const std::vector<Account> accounts = accountsOf(m_parts, *config);
    const Account *account = accountById(accounts, id);
    QStringList names;
    for (const Account &other : accounts)
        if (account && !account->vaultName.empty() && &other != account &&
            other.vaultName == account->vaultName)
            names << other.shown.name;
    return names;
}

Token InProcessAccounts::testAccount(const QString &id, const Secret &key)
{
    const config::ConfigPtr config = m_parts.config();
    const std::vector<Account> accounts = accountsOf(m_parts, *config);
    const Account *account = accountById(accounts, id);
    ProviderDraft draft;
    if (account)
        draft = {account->shown.providerId, account->shown.name, account->shown.baseUrl,
                 key.isEmpty() ? account->target.key : key};
    return m_test(draft);
}

}   // namespace gw::client
