// www.linkedin.com/help/lms/answer/a418880: no consent call is documented.
export const linkedinInsight = {
  load(account, { window, load }) {
    window._linkedin_partner_id = account;
    (window._linkedin_data_partner_ids ||= []).push(account);
    window.lintrk ||= (a, b) => window.lintrk.q.push([a, b]);
    window.lintrk.q ||= [];
    load("https://snap.licdn.com/li.lms-analytics/insight.min.js");
  },
};
