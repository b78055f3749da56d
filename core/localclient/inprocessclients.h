#pragma once

#include "core/access/directory.h"
#include "core/client/clientsclient.h"
#include "core/clientsetup/setup.h"
#include "core/localclient/inprocesskeys.h"
#include "core/localclient/postbox.h"

#include <QThread>

#include <functional>
#include <map>

namespace gw::client {

struct ClientsParts
{
    std::string notes;   // The folder of what was changed; empty: nothing may be.
    clientsetup::Surroundings here;
    std::function<Secret()> masterKey;
    std::function<QString()> url;             // "http://localhost:4000/v1"
    access::Directory *directory = nullptr;   // Null: there are no virtual keys.
    InProcessKeys *keys = nullptr;            // Makes them; outlives its user.
    std::function<Token()> nextToken;
};

// ClientsClient on this computer. Files and programs are looked at on a thread of its own; the first thing
// that happens there is the end of what a killed process has left half done.
class InProcessClients final : public ClientsClient
{
    Q_OBJECT

public:
    explicit InProcessClients(ClientsParts parts, QObject *parent = nullptr);
    ~InProcessClients() override;

    Token look(bool versions) override;
    Token plan(const QString &tool, const QString &model) override;
    Token apply(const QString &tool, const QString &model, const QString &seen) override;
    Token undo(const QString &tool, OnToolDrift onDrift) override;
    Token accept(const QString &tool) override;
    Token launch(const QString &tool, const QString &model) override;
    Token requestSnippets(const QString &tool, const QString &model) override;

private:
    using WithKey = std::function<void(const Secret &key, const QString &problem)>;
    using WithSecret = std::function<void(const Secret &key)>;
    struct Wish
    {
        std::string tool;
        Secret key;
        int number = 1;
        WithKey then;
    };

    void work(std::function<void()> call);
    std::string base() const;
    // The tool's own key, without asking whether the gateway knows it. On the thread of files.
    Secret keyOf(const std::string &tool, const Secret &master) const;
    // The key that the tool has, or is to have; then is called on the GUI thread.
    void chooseKey(const std::string &tool, WithSecret then);
    // Null, where keys are not looked up, counts as known. GUI thread.
    bool isKnown(const Secret &key) const;
    // Has the gateway know the key; then is called on the GUI thread.
    void haveKey(const std::string &tool, WithKey then);
    void makeKey(Wish wish);
    void handleMade(Token token, const HolderChange &change);
    void addKeys(ToolList &list, const std::map<QString, std::string> &hashes) const;
    void tellChange(Token token, const QString &tool, const Result<void> &result) const;

    ClientsParts m_parts;
    Postbox m_box;
    clientsetup::Setup m_setup;
    std::map<Token, Wish> m_wishes;
    QThread m_thread;
    QObject *m_worker;   // Lives on m_thread, which deletes it.
};

}   // namespace gw::client
