using SsoOidc.FakeEndpoint.Http;
using SsoOidc.FakeEndpoint.State;

namespace SsoOidc.FakeEndpoint.Operations;

/// <summary>One poll of the device grant (RFC 8628 section 3.5).</summary>
internal sealed class DeviceGrant
{
    private static readonly TimeSpan SlowDownStep = TimeSpan.FromSeconds(5);

    // Timers may fire a tick early; a client that waits its interval must not be called fast for that.
    private static readonly TimeSpan TimerTolerance = TimeSpan.FromMilliseconds(20);

    private readonly FakeOptions _options;
    private readonly Store _store;

    public DeviceGrant(FakeOptions options, Store store)
    {
        _options = options;
        _store = store;
    }

    public void Poll(JsonBody body, ClientRegistration client)
    {
        var code = body.Required("deviceCode");
        if (!_store.Devices.TryGetValue(code, out var device) || device.ClientId != client.Id || device.Used)
            throw new ServiceException(ErrorKind.InvalidGrant, "Invalid device code provided");
        if (_store.Now >= device.ExpiresAt)
            throw new ServiceException(ErrorKind.ExpiredToken, "Device code has expired");
        if (IsTooFast(device))
        {
            device.Interval += SlowDownStep;
            throw new ServiceException(ErrorKind.SlowDown, "Polling too fast");
        }
        if (device.Decision == Decision.Open && _options.Approve == ApproveMode.Auto && device.PendingPolls-- <= 0)
            device.Decision = Decision.Approved;

        switch (device.Decision)
        {
            case Decision.Open:
                throw new ServiceException(ErrorKind.AuthorizationPending, "Authorization is still pending");
            case Decision.Denied:
                throw new ServiceException(ErrorKind.AccessDenied, "The user denied the request");
            default:
                device.Used = true;
                break;
        }
    }

    private bool IsTooFast(DeviceAuthorization device)
    {
        var now = _options.TimeProvider.GetTimestamp();
        var previous = device.LastPoll;
        device.LastPoll = now;
        return _options.EnforceInterval && previous is { } last
            && _options.TimeProvider.GetElapsedTime(last, now) + TimerTolerance < device.Interval;
    }
}
