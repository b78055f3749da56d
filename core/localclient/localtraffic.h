#pragma once

#include "core/client/trafficclient.h"
#include "core/ledger/bodystore.h"
#include "core/ledger/ledgerreader.h"
#include "core/localclient/replay.h"
#include "core/localclient/trafficexport.h"

#include <functional>
#include <map>
#include <memory>

namespace gw::client {

// How prompts and answers are kept; without a store they are not.
struct BodyParts
{
    ledger::BodyStore *store = nullptr;   // Outlives its user.
    // Switches it on or off for good, and tells what went wrong, or nothing. Called, and calls back, on the
    // GUI thread.
    std::function<void(bool on, std::function<void(const QString &problem)> done)> setOn = {};
};

// Where replays go: the gateway's own door, and what opens it. Called on the GUI thread.
struct ReplayDoor
{
    std::function<QString()> address = {};   // "http://127.0.0.1:4000"
    std::function<Secret()> key = {};
};

// Answers from the ledger's folder. Walks over many rows have readers of their own, so that a page or a
// request that one wants to see does not wait for a count.
class LocalTraffic final : public TrafficClient
{
    Q_OBJECT

public:
    explicit LocalTraffic(const std::string &ledgerFolder, BodyParts bodies = {}, ReplayDoor door = {},
                          QObject *parent = nullptr);
    ~LocalTraffic() override;

    Token requestOutline(const TrafficFilter &filter, const Bounds &bounds) override;
    Token requestRows(const TrafficFilter &filter, const TrafficSpan &span) override;
    Token requestSums(const TrafficFilter &filter) override;
    Token requestDetail(const Id128 &request) override;
    Token requestNames() override;
    Token startExport(const TrafficFilter &filter, ExportFormat format, const QString &path) override;
    void cancel(Token token) override;
    Token requestBodies(const Id128 &request) override;
    Token replay(const Id128 &request, const QString &route, const QString &model) override;
    bool keepsBodies() const override;
    Token requestKeeping() override;
    Token setKeepsBodies(bool on) override;
    Token deleteBodies() override;
    // The config is another one.
    void configApplied();

private:
    // What the store's thread may call back; it knows when this is gone.
    struct Mailbox;
    struct Question
    {
        ledger::LedgerReader *reader = nullptr;
        ledger::QueryToken token = 0;
    };
    // Puts a question; reply turns its answer into a signal, on this object's thread and only while the
    // question is open, and says whether it was the last one.
    template <typename Answer, typename Ask, typename Reply>
    Token put(ledger::LedgerReader &reader, Ask ask, Reply reply);
    // Runs reply on this object's thread while the token is open, and closes it. Any thread.
    template <typename Reply>
    static void post(const std::shared_ptr<Mailbox> &mailbox, Token token, Reply reply);
    void tellKeeping(Token token, const QString &problem);
    bool isOpen(Token token) const { return m_open.contains(token); }

    const std::string m_folder;
    const BodyParts m_bodies;
    std::shared_ptr<Mailbox> m_mailbox;
    bool m_kept = false;   // As it was told last.
    Token m_lastToken = 0;
    std::map<Token, Question> m_open;
    std::map<Token, std::unique_ptr<TrafficExport>> m_exports;
    const ReplayDoor m_door;
    std::map<Token, std::unique_ptr<Replay>> m_replays;
    // Last: their threads call this object until they are gone.
    ledger::LedgerReader m_rows;
    ledger::LedgerReader m_outlines;
    ledger::LedgerReader m_sums;
};

}   // namespace gw::client
