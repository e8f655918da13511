// Which vendors the core can load by id; the bundle of a site leaves out the lines it does not use.

import { cloudflareWebAnalytics } from "./cloudflare-web-analytics.js";
import { fathom } from "./fathom.js";
import { googleAds } from "./google-ads.js";
import { googleAnalytics4 } from "./google-analytics-4.js";
import { googleFloodlight } from "./google-floodlight.js";
import { googleTagManager } from "./google-tag-manager.js";
import { hotjar } from "./hotjar.js";
import { hubspot } from "./hubspot.js";
import { leadinfo } from "./leadinfo.js";
import { linkedinInsight } from "./linkedin-insight.js";
import { matomo } from "./matomo.js";
import { metaPixel } from "./meta-pixel.js";
import { microsoftClarity } from "./microsoft-clarity.js";
import { microsoftUet } from "./microsoft-uet.js";
import { pinterestTag } from "./pinterest-tag.js";
import { plausible } from "./plausible.js";
import { redditPixel } from "./reddit-pixel.js";
import { snapchatPixel } from "./snapchat-pixel.js";
import { tiktokPixel } from "./tiktok-pixel.js";
import { umamiCloud } from "./umami-cloud.js";
import { xPixel } from "./x-pixel.js";

export const adapters = {
  "cloudflare-web-analytics": cloudflareWebAnalytics,
  "fathom": fathom,
  "google-ads": googleAds,
  "google-analytics-4": googleAnalytics4,
  "google-floodlight": googleFloodlight,
  "google-tag-manager": googleTagManager,
  "hotjar": hotjar,
  "hubspot": hubspot,
  "leadinfo": leadinfo,
  "linkedin-insight": linkedinInsight,
  "matomo": matomo,
  "meta-pixel": metaPixel,
  "microsoft-clarity": microsoftClarity,
  "microsoft-uet": microsoftUet,
  "pinterest-tag": pinterestTag,
  "plausible": plausible,
  "reddit-pixel": redditPixel,
  "snapchat-pixel": snapchatPixel,
  "tiktok-pixel": tiktokPixel,
  "umami-cloud": umamiCloud,
  "x-pixel": xPixel,
};
