#pragma once

#include <QString>

#include <functional>

class QSettings;

namespace gw::client {
class DatabaseClient;
class GatewayClient;
}   // namespace gw::client

namespace gw::ui {

class Actions;
class DayModel;
class LiveModel;
class SharedFilter;
class TimeRange;

// What a page may use. Everything outlives the pages; GUI thread only.
struct Services
{
    client::GatewayClient &client;
    QSettings &settings;
    // Fed by the window, shared by the pages and the status line.
    LiveModel &live;
    DayModel &day;
    // The span of time that pages with figures share.
    TimeRange &range;
    // And the filter: what one types in Traffic narrows Home too.
    SharedFilter &filter;
    // Shows the page of that id: the name of its file.
    std::function<void(const QString &id)> openPage;
    // The same, and has that page show one thing, if it is a ShowsSubject: a model's name on Models, a filter
    // on Traffic.
    std::function<void(const QString &id, const QString &subject)> openSubject;
    // Where a page may put actions of its own.
    Actions &actions;
    // What gateways share, read without one of them; null: this window cannot.
    client::DatabaseClient *database = nullptr;
    // Asks where it is.
    std::function<void()> chooseDatabase = {};
};

}   // namespace gw::ui
