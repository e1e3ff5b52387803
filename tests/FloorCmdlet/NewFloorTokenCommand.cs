using System.Management.Automation;
using System.Net.Http.Headers;
using System.Text.Json;

namespace FloorCmdlet;

/// <summary>The floor of a cold start: one cmdlet, a bare HttpClient, and no more JSON than one exchange needs. cold-start.ps1 measures beside it.</summary>
[Cmdlet(VerbsCommon.New, "FloorToken")]
[OutputType(typeof(string))]
public sealed class NewFloorTokenCommand : PSCmdlet
{
    [Parameter(Mandatory = true)]
    public string ClientId { get; set; } = "";

    [Parameter(Mandatory = true)]
    public string ClientSecret { get; set; } = "";

    [Parameter(Mandatory = true)]
    public string DeviceCode { get; set; } = "";

    [Parameter(Mandatory = true)]
    public Uri EndpointUrl { get; set; } = null!;

    protected override void ProcessRecord()
    {
        using var client = new HttpClient(new SocketsHttpHandler());
        using var content = new ByteArrayContent(WriteRequest());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = client.PostAsync(new Uri(EndpointUrl, "token"), content).GetAwaiter().GetResult();
        WriteObject(ReadToken(response.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult()));
    }

    private byte[] WriteRequest()
    {
        using var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            writer.WriteString("clientId"u8, ClientId);
            writer.WriteString("clientSecret"u8, ClientSecret);
            writer.WriteString("grantType"u8, "urn:ietf:params:oauth:grant-type:device_code");
            writer.WriteString("deviceCode"u8, DeviceCode);
            writer.WriteEndObject();
        }

        return body.ToArray();
    }

    private static string? ReadToken(byte[] body)
    {
        var reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("accessToken"u8) && reader.Read())
                return reader.GetString();
        }

        return null;
    }
}
