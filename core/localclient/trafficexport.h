#pragma once

#include "core/client/trafficvalues.h"
#include "core/ledger/ledgerreader.h"

#include <QSaveFile>

#include <atomic>
#include <functional>
#include <memory>

namespace gw::client {

// Texts of an export. One request is one line.
std::string csvHead();
std::string csvLine(const ledger::RequestRow &row);
std::string jsonLine(const ledger::RequestRow &row);

// Writes all matches of a filter to a file, on the thread of a reader of its own. Until the last line is
// written the file is a temporary one beside the path, which goes when the export does.
class TrafficExport
{
public:
    struct Options
    {
        std::string folder;   // Of the ledger.
        ledger::RequestFilter filter;
        ExportFormat format = ExportFormat::Csv;
        QString path;
    };
    // told is called on the export's thread, at most about ten times a second, and last with done set.
    TrafficExport(Options options, std::function<void(const ExportState &)> told);
    // Stops it.
    ~TrafficExport();

private:
    void onOutline(const Result<ledger::Outline> &part);
    void writeNext();
    void write(const std::vector<ledger::RequestRow> &rows);
    void end(const QString &problem);

    const Options m_options;
    const std::function<void(const ExportState &)> m_told;
    std::atomic<bool> m_stopping{false};
    // The reader's thread's.
    std::vector<ledger::OutlineSpan> m_spans;
    std::size_t m_next = 0;
    ExportState m_state;
    std::int64_t m_toldMs = 0;
    std::unique_ptr<QSaveFile> m_file;
    // Last: its thread uses the others.
    std::unique_ptr<ledger::LedgerReader> m_reader;
};

}   // namespace gw::client
