using SsoOidc.FakeEndpoint.Http;
using SsoOidc.FakeEndpoint.State;

namespace SsoOidc.FakeEndpoint.Operations;

internal sealed class StartDeviceAuthorization
{
    private readonly FakeOptions _options;
    private readonly Store _store;
    private readonly Func<string> _baseUrl;

    public StartDeviceAuthorization(FakeOptions options, Store store, Func<string> baseUrl)
    {
        _options = options;
        _store = store;
        _baseUrl = baseUrl;
    }

    public Reply Handle(IncomingRequest request)
    {
        var body = JsonBody.Read(request);
        var clientId = body.Required("clientId");
        var clientSecret = body.Required("clientSecret");
        var startUrl = body.Required("startUrl");

        var client = ClientAuthentication.Check(_store, clientId, clientSecret);
        ClientAuthentication.Allow(client, GrantTypes.DeviceCode);
        if (!Urls.IsHttp(startUrl))
            throw new ServiceException(ErrorKind.InvalidRequest, "Invalid start URL");

        var device = new DeviceAuthorization
        {
            DeviceCode = _store.Secrets.New("deviceCode", bytes: 64),
            UserCode = _store.NewUserCode(),
            ClientId = client.Id,
            ExpiresAt = _store.Now + _options.Expires,
            PendingPolls = _options.PendingPolls,
            Interval = _options.Interval,
        };
        _store.Devices.Add(device.DeviceCode, device);

        var page = _baseUrl() + "/device";
        return Reply.Json(json =>
        {
            json.WriteString("deviceCode", device.DeviceCode);
            json.WriteNumber("expiresIn", (int)_options.Expires.TotalSeconds);
            json.WriteNumber("interval", (int)_options.Interval.TotalSeconds);
            json.WriteString("userCode", device.UserCode);
            json.WriteString("verificationUri", page);
            json.WriteString("verificationUriComplete", Urls.WithQuery(page, ("user_code", device.UserCode)));
        });
    }
}
