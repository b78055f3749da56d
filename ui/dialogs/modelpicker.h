#pragma once

#include <QWidget>

class QLineEdit;
class QListView;
class QPushButton;
class QSortFilterProxyModel;
class QStandardItemModel;

namespace gw::ui {

class Label;

// Which models of a provider are to be offered: a list to tick, a filter, and a way to add a name that the
// provider does not list.
class ModelPicker final : public QWidget
{
    Q_OBJECT

public:
    // Up to so many models are ticked from the start.
    static constexpr qsizetype kTickAllUpTo = 12;

    explicit ModelPicker(QWidget *parent = nullptr);

    // Replaces the list; names added by hand and ticks of names that stay are kept.
    void setModels(const QStringList &models);
    void clear();
    // Exactly these, as far as they are listed.
    void tick(const QStringList &names);
    QStringList ticked() const;

Q_SIGNALS:
    void changed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void add(const QString &name, bool tick);
    void addTyped();
    void tickShown(bool on);
    void refresh();

    QStandardItemModel *m_models = nullptr;
    QSortFilterProxyModel *m_shown = nullptr;
    QLineEdit *m_find = nullptr;
    QPushButton *m_add = nullptr;
    QPushButton *m_all = nullptr;
    QPushButton *m_none = nullptr;
    QListView *m_list = nullptr;
    Label *m_count = nullptr;
    Label *m_empty = nullptr;
};

}   // namespace gw::ui
