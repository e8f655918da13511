import { loadGtag } from "./gtag.js";

// Accounts AW-…: conversion linking and remarketing; a page's own gtag("event", …) calls work as before.
export const googleAds = { load: loadGtag };
