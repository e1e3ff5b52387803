namespace SsoOidc.Reliability.Support;

/// <summary>An operation with one of its grants, ready to be sent with what the fake issued for it.</summary>
/// <param name="Name">For the messages of a test.</param>
/// <param name="Operation">As the journal has it.</param>
/// <param name="IsReplaySafe">Whether a request whose answer was lost may be sent again.</param>
/// <param name="IsSpentOnce">Whether the service takes it once.</param>
/// <param name="PrepareAsync">Gets from the service what the request needs, and gives the request as a function of a client.</param>
internal sealed record ApiCall(
    string Name, string Operation, bool IsReplaySafe, bool IsSpentOnce, Func<Scene, Task<Func<SsoOidcClient, Task<SsoOidcResponse>>>> PrepareAsync)
{
    private const string Verifier = "vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv";

    public static IReadOnlyList<ApiCall> All { get; } =
    [
        new("RegisterClient", "RegisterClient", true, false, _ => Task.FromResult(Sending(new RegisterClientRequest { ClientName = "n", ClientType = "public" }))),
        new("StartDeviceAuthorization", "StartDeviceAuthorization", true, false, async scene => Sending(Scene.DeviceStart(await scene.RegisterAsync()))),
        new("CreateToken, device code", "CreateToken", true, true, async scene =>
        {
            var registration = await scene.RegisterAsync();
            var device = await scene.StartDeviceAsync(registration);
            return Sending(Scene.Grant(registration, GrantTypes.DeviceCode) with { DeviceCode = device.DeviceCode });
        }),
        new("CreateToken, authorization code", "CreateToken", false, true, async scene =>
        {
            var registration = await scene.RegisterAsync(withRedirect: true);
            var code = await scene.AuthorizeAsync(registration.ClientId!, Verifier);
            return Sending(Scene.Grant(registration, GrantTypes.AuthorizationCode) with { Code = code, RedirectUri = Scene.Redirect, CodeVerifier = Verifier });
        }),
        new("CreateToken, refresh token", "CreateToken", false, true, async scene =>
        {
            var (registration, token) = await scene.LogInAsync();
            return Sending(Scene.Grant(registration, GrantTypes.RefreshToken) with { RefreshToken = token.RefreshToken });
        }),
        new("CreateTokenWithIAM, token exchange", "CreateTokenWithIAM", true, false, async scene =>
            Sending(Exchange((await scene.LogInAsync()).Token.AccessToken!, TokenTypes.AccessToken))),
        new("CreateTokenWithIAM, refresh token", "CreateTokenWithIAM", false, true, async scene =>
        {
            var (_, token) = await scene.LogInAsync();
            var exchanged = await scene.Client.CreateTokenWithIAMAsync(Exchange(token.AccessToken!, TokenTypes.RefreshToken), Scene.Cancel);
            return Sending(new CreateTokenWithIAMRequest { ClientId = Scene.Application, GrantType = GrantTypes.RefreshToken, RefreshToken = exchanged.RefreshToken });
        }),
    ];

    public static CreateTokenWithIAMRequest Exchange(string token, string wanted) => new()
    {
        ClientId = Scene.Application,
        GrantType = GrantTypes.TokenExchange,
        SubjectToken = token,
        SubjectTokenType = TokenTypes.AccessToken,
        RequestedTokenType = wanted,
    };

    private static Func<SsoOidcClient, Task<SsoOidcResponse>> Sending<TResponse>(SsoOidcRequest<TResponse> request)
        where TResponse : SsoOidcResponse =>
        async client => await client.SendAsync(request, Scene.Cancel);
}
