#pragma once

#include <QSet>
#include <QWidget>

class QHBoxLayout;

namespace gw::ui {

// The names of a stacked chart beside its title, in stacking order. A click takes one out of the chart and
// puts it back.
class Legend final : public QWidget
{
    Q_OBJECT

public:
    explicit Legend(QWidget *parent = nullptr);

    // What was taken out and is still there stays out.
    void setNames(const QStringList &names);
    bool isShown(const QString &name) const { return !m_hidden.contains(name); }

Q_SIGNALS:
    void changed();

private:
    QHBoxLayout *m_row = nullptr;
    QStringList m_names;
    QSet<QString> m_hidden;
};

}   // namespace gw::ui
