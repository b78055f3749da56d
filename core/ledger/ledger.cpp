#include "core/ledger/ledger.h"

namespace gw::ledger {

Ledger::Ledger(const Options &options)
    : m_gatewayId(options.gatewayId)
    , m_writer({.folder = options.folder, .workers = options.workers})
{}

Ledger::Ledger(WriterOptions options)
    : m_writer(std::move(options))
{}

}   // namespace gw::ledger
