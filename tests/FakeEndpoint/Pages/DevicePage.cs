using SsoOidc.FakeEndpoint.Http;
using SsoOidc.FakeEndpoint.State;

namespace SsoOidc.FakeEndpoint.Pages;

/// <summary>The page where a person enters a user code and decides.</summary>
internal sealed class DevicePage
{
    private readonly FakeOptions _options;
    private readonly Store _store;

    public DevicePage(FakeOptions options, Store store)
    {
        _options = options;
        _store = store;
    }

    public Reply Show(IncomingRequest request)
    {
        var userCode = request.Query.GetValueOrDefault("user_code");
        if (string.IsNullOrWhiteSpace(userCode))
            return Reply.Html(Html.Page("Enter your code", EntryForm()));
        return _store.FindDevice(userCode) is { } device && _store.Now < device.ExpiresAt
            ? Reply.Html(Html.Page("Confirm the code", Question(device)))
            : Unknown();
    }

    public Reply Decide(IncomingRequest request)
    {
        var form = request.Form();
        var decision = form.GetValueOrDefault("decision") switch
        {
            "approve" => Decision.Approved,
            "deny" => Decision.Denied,
            _ => Decision.Open,
        };
        if (decision == Decision.Open || !_store.Decide(form.GetValueOrDefault("user_code", ""), decision))
            return Unknown();
        var title = decision == Decision.Approved ? "Request approved" : "Request denied";
        return Reply.Html(Html.Page(title, "<p>You can close this window.</p>"));
    }

    private string EntryForm() => $"""
        <form method="get" action="{Html.Encode(_options.BasePath)}/device">
        <label for="user_code">Code</label><br>
        <input id="user_code" name="user_code" class="code" autocomplete="off" autofocus required maxlength="16" placeholder="ABCD-EFGH">
        <button type="submit" id="next">Next</button>
        </form>
        """;

    private string Question(DeviceAuthorization device) => $"""
        <p>Does this code match the one on your device?</p>
        <p class="code" id="code">{Html.Encode(device.UserCode)}</p>
        <p>Client: <b>{Html.Encode(_store.Clients[device.ClientId].Name)}</b></p>
        {Html.DecisionForm(_options.BasePath + "/device", "user_code", device.UserCode)}
        """;

    private Reply Unknown() =>
        Reply.Html(Html.Page("Invalid code", "<p>The code is unknown, expired or already used.</p>" + EntryForm()), 400);
}
