using System.Text;
using System.Text.Json;
using CsCheck;
using SsoOidc.Client;
using SsoOidc.Client.Models;

namespace SsoOidc.Tests.Client.Models;

public sealed class OidcJsonTests
{
    [Theory]
    [InlineData("28800", 28800L)]
    [InlineData("28800.0", 28800L)]
    [InlineData("2.88e4", 28800L)]
    [InlineData("\"28800\"", 28800L)]
    [InlineData("\"28800.0\"", 28800L)]
    [InlineData("\" 28800 \"", 28800L)]
    [InlineData("0.5", 1L)]
    [InlineData("3599.000001", 3600L)]
    [InlineData("\"4.5\"", 5L)]
    [InlineData("-5", -5L)]
    [InlineData("0", 0L)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("9223372036854775808", long.MaxValue)]
    [InlineData("-9223372036854775809", long.MinValue)]
    [InlineData("1e400", long.MaxValue)]
    [InlineData("-1e400", long.MinValue)]
    [InlineData("\"99999999999999999999\"", long.MaxValue)]
    [InlineData("null", null)]
    public void A_whole_number_is_read_in_every_form_it_was_seen_in(string json, long? value) => Assert.Equal(value, ReadInt64(json));

    [Theory]
    [InlineData("true")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("\"\"")]
    [InlineData("\"soon\"")]
    [InlineData("\"NaN\"")]
    [InlineData("\"1,5\"")]
    [InlineData("\"0x10\"")]
    public void Anything_else_is_no_whole_number(string json) => Assert.ThrowsAny<JsonException>(() => ReadInt64(json));

    [Theory]
    [InlineData("99999999999", int.MaxValue)]
    [InlineData("-99999999999", int.MinValue)]
    [InlineData("2147483647", int.MaxValue)]
    [InlineData("null", null)]
    public void An_int_that_is_out_of_range_is_the_nearest_in_it(string json, int? value)
    {
        var reader = OidcJson.ReaderFor(Encoding.UTF8.GetBytes(json));
        Assert.Equal(value, reader.ReadInt32());
    }

    [Fact]
    public void Any_long_survives_as_a_number() =>
        Gen.Long.Sample(value => ReadInt64(value.ToString(System.Globalization.CultureInfo.InvariantCulture)) == value);

    [Fact]
    public void Any_text_survives_being_written_and_read() =>
        Gen.String.Where(IsWellFormed).Sample(text =>
        {
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream))
            {
                writer.WriteStartObject();
                writer.WriteMember("a"u8, text);
                writer.WriteEndObject();
            }

            var reader = OidcJson.ReaderFor(stream.ToArray());
            return reader.ReadObjectStart() && reader.ReadMember() && reader.IsMember("a"u8) && reader.ReadString() == text && !reader.ReadMember();
        });

    [Fact]
    public void Any_bytes_are_read_or_refused_and_nothing_else_happens() =>
        Gen.OneOf(Gen.Byte.Array, Gen.OneOf("{", "}", "[", "]", "\"error\"", "\"\\ud800\"", ":", ",", "1", "null", "\\", "\"", "\u00ff").Array.Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts))))
            .Sample(body => ErrorParser.Parse(null, body, new ResponseMetadata { HttpStatusCode = System.Net.HttpStatusCode.BadRequest }, []).Message.Length > 0);

    private static bool IsWellFormed(string text) => text == Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static long? ReadInt64(string json)
    {
        var reader = OidcJson.ReaderFor(Encoding.UTF8.GetBytes(json));
        return reader.ReadInt64();
    }
}
