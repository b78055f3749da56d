#pragma once

#include "core/client/trafficclient.h"
#include "core/ledger/ledgerreader.h"
#include "core/localclient/trafficexport.h"

#include <map>
#include <memory>

namespace gw::client {

// Answers from the ledger's folder. Walks over many rows have readers of their own, so that a page or a
// request that one wants to see does not wait for a count.
class LocalTraffic final : public TrafficClient
{
    Q_OBJECT

public:
    explicit LocalTraffic(const std::string &ledgerFolder, QObject *parent = nullptr);
    ~LocalTraffic() override;

    Token requestOutline(const TrafficFilter &filter, const Bounds &bounds) override;
    Token requestRows(const TrafficFilter &filter, const TrafficSpan &span) override;
    Token requestSums(const TrafficFilter &filter) override;
    Token requestDetail(const Id128 &request) override;
    Token requestNames() override;
    Token startExport(const TrafficFilter &filter, ExportFormat format, const QString &path) override;
    void cancel(Token token) override;

private:
    struct Question
    {
        ledger::LedgerReader *reader = nullptr;
        ledger::QueryToken token = 0;
    };
    // Puts a question; reply turns its answer into a signal, on this object's thread and only while the
    // question is open, and says whether it was the last one.
    template <typename Answer, typename Ask, typename Reply>
    Token put(ledger::LedgerReader &reader, Ask ask, Reply reply);
    bool isOpen(Token token) const { return m_open.contains(token); }

    const std::string m_folder;
    Token m_lastToken = 0;
    std::map<Token, Question> m_open;
    std::map<Token, std::unique_ptr<TrafficExport>> m_exports;
    // Last: their threads call this object until they are gone.
    ledger::LedgerReader m_rows;
    ledger::LedgerReader m_outlines;
    ledger::LedgerReader m_sums;
};

}   // namespace gw::client
