"use strict";(self.rspackChunkgatehouse=self.rspackChunkgatehouse||[]).push([[232],{27(e,o,t){var r=t(28),a=t.n(r),n=t(29),s=(t.n(n))()(a());s.push([e.id,`/* Colours are JupyterLab's own, so that every theme fits. */

.gatehouse {
  display: flex;
  flex-direction: column;
  min-width: 260px;
  background: var(--jp-layout-color1);
  color: var(--jp-ui-font-color1);
  font-family: var(--jp-ui-font-family);
  font-size: var(--jp-ui-font-size1);
  line-height: 1.5;
}

/* So weak that what JupyterLab renders keeps its own. */
:where(.gatehouse) :where(p, ul, ol, dl, figure) {
  margin: 0;
  padding: 0;
}

:where(.gatehouse) :where(ul),
.gatehouse-path {
  list-style: none;
}

:where(.gatehouse) :where(h2, h3) {
  margin: 0;
  font-size: var(--jp-ui-font-size1);
  font-weight: 600;
}

.gatehouse button:focus-visible,
.gatehouse-content:focus-visible {
  outline: 2px solid var(--jp-brand-color1);
  outline-offset: -2px;
}

.gatehouse-head {
  display: flex;
  flex: none;
  align-items: center;
  gap: 8px;
  min-height: 32px;
  padding: 4px 12px;
  border-bottom: 1px solid var(--jp-border-color2);
}

.gatehouse-head h2 {
  flex: 1;
  overflow: hidden;
  text-overflow: ellipsis;
}

.gatehouse-icon,
.gatehouse-language,
.gatehouse-line,
.gatehouse-tabs button,
.gatehouse-path button {
  border: 0;
  background: none;
  color: inherit;
  font: inherit;
  cursor: pointer;
}

.gatehouse-icon {
  display: inline-flex;
  flex: none;
  padding: 4px;
  border-radius: var(--jp-border-radius);
}

.gatehouse-icon:hover,
.gatehouse-language:hover,
.gatehouse-tabs button:hover,
.gatehouse-path button:hover {
  background: var(--jp-layout-color2);
}

.gatehouse-language {
  flex: none;
  padding: 2px 6px;
  border-radius: var(--jp-border-radius);
  color: var(--jp-content-link-color);
}

/* Heard by a screen reader, and not seen. */
.gatehouse-said {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}

.gatehouse-problem {
  flex: none;
  max-height: 40%;
  overflow: auto;
  padding: 8px 12px;
  border-left: 4px solid var(--jp-error-color1);
  background: var(--jp-layout-color2);
  overflow-wrap: anywhere;
}

.gatehouse-path {
  flex: 1;
  overflow: auto;
}

.gatehouse-path button {
  display: flex;
  align-items: center;
  gap: 10px;
  width: 100%;
  padding: 9px 12px;
  text-align: left;
}

.gatehouse-path .gatehouse-locked button {
  color: var(--jp-ui-font-color2);
  cursor: not-allowed;
}

.gatehouse-title {
  flex: 1;
  min-width: 0;
  overflow-wrap: anywhere;
}

.gatehouse-points {
  flex: none;
  color: var(--jp-ui-font-color2);
  font-variant-numeric: tabular-nums;
}

.gatehouse-state {
  display: inline-flex;
  flex: none;
}

.gatehouse-passed .gatehouse-state svg [fill] {
  fill: var(--jp-success-color1);
}

.gatehouse-not-passed .gatehouse-state svg [fill] {
  fill: var(--jp-error-color1);
}

.gatehouse-tabs {
  display: flex;
  flex: none;
  border-bottom: 1px solid var(--jp-border-color2);
}

.gatehouse-tabs button {
  flex: 1;
  padding: 7px 2px 5px;
  border-bottom: 2px solid transparent;
  white-space: nowrap;
}

.gatehouse-tabs button[aria-selected='true'] {
  border-bottom-color: var(--jp-brand-color1);
  font-weight: 600;
}

.gatehouse-content {
  flex: 1;
  overflow: auto;
  padding: 12px;
}

.gatehouse-content > *:not(:first-child) {
  margin-top: 12px;
}

.gatehouse-foot {
  display: flex;
  flex: none;
  align-items: center;
  gap: 12px;
  padding: 8px 12px;
  border-top: 1px solid var(--jp-border-color2);
}

.gatehouse-foot .gatehouse-points {
  flex: 0 1 auto;
  margin-left: auto;
  text-align: right;
}

.gatehouse-check {
  display: inline-flex;
  align-items: center;
  gap: 6px;
  min-width: 96px;
  justify-content: center;
}

.gatehouse-content .jp-mod-styled {
  height: auto;
  min-height: 32px;
  padding-block: 6px;
  line-height: 1.4;
  text-align: left;
  white-space: normal;
}

.gatehouse button svg {
  display: block;
  width: 16px;
  height: 16px;
}

.gatehouse-check svg [fill] {
  fill: currentcolor;
}

.gatehouse-markdown .jp-RenderedMarkdown {
  padding: 0;
  overflow-wrap: break-word;
}

/* What is too wide scrolls with the whole text, which the keyboard reaches. */
.gatehouse-markdown .jp-RenderedMarkdown {
  overflow: visible;
}

.gatehouse-markdown .jp-RenderedMarkdown :is(pre, pre code) {
  margin-inline: 0;
  overflow: visible;
  font-size: inherit;
  overflow-wrap: normal;
  white-space: pre;
}

.gatehouse-markdown .jp-RenderedMarkdown pre {
  font-size: 0.85em;
}

.gatehouse-markdown .jp-RenderedMarkdown :is(th, td) {
  padding: 4px;
}

.gatehouse-markdown .jp-RenderedMarkdown :is(th, td) code {
  padding: 0;
  font-size: 0.92em;
}

.gatehouse-markdown .jp-RenderedMarkdown :is(h1, h2, h3) {
  line-height: 1.3; /* a title takes two lines here */
}

.gatehouse-markdown .jp-RenderedMarkdown h1 {
  margin-top: 0;
  font-size: 1.4em;
}

.gatehouse-markdown .jp-RenderedMarkdown h2 {
  font-size: 1.2em;
}

.gatehouse-markdown .jp-RenderedMarkdown h3 {
  font-size: 1.05em;
}

.gatehouse-summary {
  display: flex;
  align-items: center;
  gap: 8px;
  font-weight: 600;
}

.gatehouse-summary progress {
  width: 80px;
}

.gatehouse-diagnosis {
  padding: 8px 12px;
  border-left: 4px solid var(--jp-warn-color1);
  background: var(--jp-layout-color2);
}

.gatehouse-after {
  padding: 8px 12px;
  border-left: 4px solid var(--jp-success-color1);
  background: var(--jp-layout-color2);
}

.gatehouse-after button {
  margin: 4px 8px 0 0;
}

.gatehouse-after button:not(.jp-mod-accept) {
  border: 1px solid var(--jp-border-color1);
}

/* A bracket or a comma of code is no punctuation of the sentence. */
.gatehouse :is(.gatehouse-message, .gatehouse-diagnosis p, .gatehouse-notices li) > code {
  padding: 0 3px;
  border: 1px solid var(--jp-border-color2);
  border-radius: var(--jp-border-radius);
}

.gatehouse-small {
  color: var(--jp-ui-font-color2);
  font-size: var(--jp-ui-font-size0);
}

.gatehouse-checks li {
  padding: 6px 0;
  border-top: 1px solid var(--jp-border-color3);
}

.gatehouse-checks li > p {
  display: flex;
  gap: 8px;
}

.gatehouse-checks li > div,
.gatehouse-checks li > details {
  padding-left: 24px;
}

.gatehouse-checks .gatehouse-waiting {
  padding-left: 24px;
  color: var(--jp-ui-font-color2);
}

.gatehouse summary {
  color: var(--jp-ui-font-color2);
  cursor: pointer;
}

.gatehouse-message {
  white-space: pre-wrap;
  overflow-wrap: anywhere;
}

.gatehouse-values {
  display: grid;
  grid-template-columns: max-content minmax(0, 1fr);
  gap: 2px 8px;
}

.gatehouse-values dt {
  color: var(--jp-ui-font-color2);
}

.gatehouse-values dd {
  margin: 0;
}

.gatehouse pre {
  margin: 0;
  white-space: pre-wrap;
  overflow-wrap: anywhere;
  font-family: var(--jp-code-font-family);
  font-size: var(--jp-code-font-size);
}

.gatehouse-line {
  max-width: 100%;
  padding: 2px 4px;
  overflow: hidden;
  color: var(--jp-content-link-color);
  text-align: left;
  text-overflow: ellipsis;
  text-decoration: underline;
  white-space: nowrap;
}

.gatehouse-line code {
  font-family: var(--jp-code-font-family);
}

.gatehouse-curves svg {
  width: 100%;
  height: 90px;
  border-bottom: 1px solid var(--jp-border-color2);
  border-left: 1px solid var(--jp-border-color2);
}

.gatehouse-curves polyline {
  fill: none;
  stroke: var(--jp-brand-color1);
  stroke-width: 1.5;
}

.gatehouse-hints {
  list-style: none;
}

.gatehouse-hints li {
  padding: 6px 0;
  border-bottom: 1px solid var(--jp-border-color3);
}

.gatehouse-history li {
  display: flex;
  align-items: center;
  gap: 8px;
}

.gatehouse-history li > :first-child {
  flex: 1;
}

.gatehouse-assignments {
  padding: 0 12px 12px;
}

.gatehouse-assignments ul {
  padding: 0;
  list-style: none;
}

.gatehouse-assignments li {
  padding: 6px 0;
  border-bottom: 1px solid var(--jp-border-color3);
}

.gatehouse-assignments p {
  margin: 0 0 4px;
}

.gatehouse-late {
  color: var(--jp-error-color1);
}

/* In the editor: the two kinds of mark differ in shape, not in colour alone. */
.cm-line.gatehouse-mark-wrong {
  --gatehouse-bar: color-mix(in srgb, var(--jp-warn-color1) 75%, var(--jp-content-font-color1));

  background:
    linear-gradient(var(--gatehouse-bar), var(--gatehouse-bar)) left / 3px 100% no-repeat,
    color-mix(in srgb, var(--jp-warn-color1) 18%, transparent);
}

.cm-line.gatehouse-mark-outside {
  --gatehouse-bar: color-mix(in srgb, var(--jp-info-color1) 75%, var(--jp-content-font-color1));

  background:
    repeating-linear-gradient(var(--gatehouse-bar) 0 4px, transparent 4px 7px) left / 4px 100%
      no-repeat,
    color-mix(in srgb, var(--jp-info-color1) 15%, transparent);
}
`,""]),t.d(o,{},{A:s})},29(e){e.exports=function(e){var o=[];return o.toString=function(){return this.map(function(o){var t="",r=void 0!==o[5];return o[4]&&(t+="@supports (".concat(o[4],") {")),o[2]&&(t+="@media ".concat(o[2]," {")),r&&(t+="@layer".concat(o[5].length>0?" ".concat(o[5]):""," {")),t+=e(o),r&&(t+="}"),o[2]&&(t+="}"),o[4]&&(t+="}"),t}).join("")},o.i=function(e,t,r,a,n){"string"==typeof e&&(e=[[null,e,void 0]]);var s={};if(r)for(var i=0;i<this.length;i++){var l=this[i][0];null!=l&&(s[l]=!0)}for(var p=0;p<e.length;p++){var d=[].concat(e[p]);r&&s[d[0]]||(void 0!==n&&(void 0===d[5]||(d[1]="@layer".concat(d[5].length>0?" ".concat(d[5]):""," {").concat(d[1],"}")),d[5]=n),t&&(d[2]&&(d[1]="@media ".concat(d[2]," {").concat(d[1],"}")),d[2]=t),a&&(d[4]?(d[1]="@supports (".concat(d[4],") {").concat(d[1],"}"),d[4]=a):d[4]="".concat(a)),o.push(d))}},o}},28(e){e.exports=function(e){return e[1]}},21(e){var o=[];function t(e){for(var t=-1,r=0;r<o.length;r++)if(o[r].identifier===e){t=r;break}return t}function r(e,r){for(var a={},n=[],s=0;s<e.length;s++){var i=e[s],l=r.base?i[0]+r.base:i[0],p=a[l]||0,d="".concat(l," ").concat(p);a[l]=p+1;var u=t(d),c={css:i[1],media:i[2],sourceMap:i[3],supports:i[4],layer:i[5]};if(-1!==u)o[u].references++,o[u].updater(c);else{var h=function(e,o){var t=o.domAPI(o);return t.update(e),function(o){o?(o.css!==e.css||o.media!==e.media||o.sourceMap!==e.sourceMap||o.supports!==e.supports||o.layer!==e.layer)&&t.update(e=o):t.remove()}}(c,r);r.byIndex=s,o.splice(s,0,{identifier:d,updater:h,references:1})}n.push(d)}return n}e.exports=function(e,a){var n=r(e=e||[],a=a||{});return function(e){e=e||[];for(var s=0;s<n.length;s++){var i=t(n[s]);o[i].references--}for(var l=r(e,a),p=0;p<n.length;p++){var d=t(n[p]);0===o[d].references&&(o[d].updater(),o.splice(d,1))}n=l}}},23(e){var o={};e.exports=function(e,t){var r=function(e){if(void 0===o[e]){var t=document.querySelector(e);if(window.HTMLIFrameElement&&t instanceof window.HTMLIFrameElement)try{t=t.contentDocument.head}catch(e){t=null}o[e]=t}return o[e]}(e);if(!r)throw Error("Couldn't find a style target. This probably means that the value for the 'insert' parameter is invalid.");r.appendChild(t)}},25(e){e.exports=function(e){var o=document.createElement("style");return e.setAttributes(o,e.attributes),e.insert(o,e.options),o}},24(e,o,t){e.exports=function(e){var o=t.nc;o&&e.setAttribute("nonce",o)}},22(e){e.exports=function(e){if("u"<typeof document)return{update:function(){},remove:function(){}};var o=e.insertStyleElement(e);return{update:function(t){var r,a,n;r="",t.supports&&(r+="@supports (".concat(t.supports,") {")),t.media&&(r+="@media ".concat(t.media," {")),(a=void 0!==t.layer)&&(r+="@layer".concat(t.layer.length>0?" ".concat(t.layer):""," {")),r+=t.css,a&&(r+="}"),t.media&&(r+="}"),t.supports&&(r+="}"),(n=t.sourceMap)&&"u">typeof btoa&&(r+="\n/*# sourceMappingURL=data:application/json;base64,".concat(btoa(unescape(encodeURIComponent(JSON.stringify(n))))," */")),e.styleTagTransform(r,o,e.options)},remove:function(){var e;null===(e=o).parentNode||e.parentNode.removeChild(e)}}}},26(e){e.exports=function(e,o){if(o.styleSheet)o.styleSheet.cssText=e;else{for(;o.firstChild;)o.removeChild(o.firstChild);o.appendChild(document.createTextNode(e))}}},20(e,o,t){var r=t(21),a=t.n(r),n=t(22),s=t.n(n),i=t(23),l=t.n(i),p=t(24),d=t.n(p),u=t(25),c=t.n(u),h=t(26),g=t.n(h),f=t(27),v={};v.styleTagTransform=g(),v.setAttributes=d(),v.insert=l().bind(null,"head"),v.domAPI=s(),v.insertStyleElement=c(),a()(f.A,v),f.A&&f.A.locals&&f.A.locals}}]);