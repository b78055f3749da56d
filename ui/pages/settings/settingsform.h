#pragma once

#include "core/client/configvalues.h"

#include <QList>
#include <QWidget>

#include <optional>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPushButton;

namespace gw::client {
class ConfigClient;
class GatewayClient;
}   // namespace gw::client

namespace gw::ui {

class Badge;
class Form;

// One value of config.yaml that a form offers.
struct Setting
{
    enum class Kind { Switch, Whole, Number, Text, List, Choice };

    client::ConfigPath path;
    Kind kind = Kind::Text;
    QString label;
    QString hint;       // What it does; one line.
    QString fallback;   // What counts when it is not set; "on" or "off" for a switch.
    double most = 0;    // Of a number; 0: no bound.
    // Of a choice: what the file holds and how it is called. What is not among them is shown as it is.
    QList<std::pair<QString, QString>> choices = {};
};

// Values of config.yaml with where they come from, changed where they stand and all at once. A value that
// comes through an alias, a merge or a variable is shown and left alone. GUI thread.
class SettingsForm final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SettingsForm)

public:
    SettingsForm(client::GatewayClient &client, QList<Setting> settings, QWidget *parent = nullptr);

Q_SIGNALS:
    // To show the place in the text.
    void placeAsked(const QString &file, int line, int column);

private:
    struct Row
    {
        Setting setting;
        QWidget *field = nullptr;
        QLineEdit *edit = nullptr;
        QCheckBox *box = nullptr;
        QComboBox *combo = nullptr;
        client::ConfigValue seen{};
    };

    QWidget *makeField(Row &row);
    QWidget *makeFoot();
    void refresh();
    void handleValues(const std::vector<client::ConfigValue> &values);
    void handleSaved(const client::ConfigSaved &result);
    void show(Row &row);
    void showHint(const Row &row);
    void showState();
    static QString textOf(const Row &row);
    QString originText(const Row &row) const;
    QString problemOf(const Row &row) const;
    bool isLocked(const Row &row) const;
    bool isChanged(const Row &row) const;
    // What is typed, as the file would hold it; null: not set.
    json::Value typed(const Row &row) const;
    void apply();
    void undo();

    client::GatewayClient &m_client;
    client::ConfigClient &m_config;
    QList<Row> m_rows;
    std::vector<client::ConfigEdit> m_undo;   // Of the last apply().
    client::Token m_valuesToken = 0;
    client::Token m_saveToken = 0;
    bool m_loaded = false;
    bool m_undoing = false;
    QString m_outcome;   // Of the last save; empty: none.
    bool m_failed = false;

    Form *m_form = nullptr;
    Badge *m_state = nullptr;
    QPushButton *m_undoButton = nullptr;
    QPushButton *m_place = nullptr;
    QPushButton *m_revert = nullptr;
    QPushButton *m_apply = nullptr;
};

}   // namespace gw::ui
