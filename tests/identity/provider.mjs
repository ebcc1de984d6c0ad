// A certified OpenID provider (npm `oidc-provider`) with one citizen, for the tests beside this file.
// Arguments: the package's address, the port, the client's redirect address.
const [pack, port, back] = process.argv.slice(2);
const { default: Provider } = await import(pack);
const provider = new Provider(`http://localhost:${port}`, {
  clients: [{
    client_id: 'exchange', client_secret: 'a secret of the client', redirect_uris: [back],
  }],
  cookies: { keys: ['only for tests'] },
  acrValues: ['urn:vneid:1', 'urn:vneid:2'],
  features: { devInteractions: { enabled: false } },
  interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  ttl: { Interaction: 60, Session: 60, Grant: 60 },
});
provider.use(async (ctx, next) => {
  if (!ctx.path.startsWith('/interaction/')) return next();
  const { prompt, params, session } = await provider.interactionDetails(ctx.req, ctx.res);
  let result;
  if (prompt.name === 'login') {
    result = { login: { accountId: 'citizen 1', acr: 'urn:vneid:2', amr: ['pwd', 'otp'] } };
  } else {
    const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
    grant.addOIDCScope('openid');
    result = { consent: { grantId: await grant.save() } };
  }
  ctx.respond = false;
  return provider.interactionFinished(ctx.req, ctx.res, result, { mergeWithLastSubmission: true });
});
provider.listen(Number(port), '127.0.0.1', () => console.log('ready'));
